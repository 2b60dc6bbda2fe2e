"""One message to everybody whom a problem affects: written, agreed where there are many, sent, proven."""

import json
from collections.abc import Mapping
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, Kind, Status
from muhatap.channels.queries import marked_form, marks_of
from muhatap.customers import operations as customers
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.problems.events import NoticeGiven, NoticeStarted
from muhatap.problems.filling import filled, unknown_fields
from muhatap.problems.keeping import keep_step
from muhatap.problems.models import (
    AffectedPerson,
    NoticeRecipient,
    NoticeState,
    Problem,
    ProblemNotice,
)
from muhatap.problems.operations.publishing import LacksWords
from muhatap.problems.operations.tying import tie
from muhatap.problems.queries import cases_to_tell, second_above, silent_people, topic_for
from muhatap.problems.said import digest_of
from muhatap.problems.states import How
from muhatap.topics.queries import first_queue

NOTICE = "problem_notice"
_AT_ONCE = 25
MARKED = "marked"


class NobodyToTell(Exception):
    """No case is tied to the problem and nobody else is known."""


class UnknownField(ValueError):
    """The message names a field that no recipient has; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def write_notice(
    *, problem: Problem, subjects: Mapping[str, str], texts: Mapping[str, str], by: Actor, at: datetime
) -> ProblemNotice:
    """Write to everybody affected; more people than the terms allow one person wait for a second one."""
    subjects, texts = _said(problem, "subjects", subjects), _said(problem, "texts", texts)
    for text in (*subjects.values(), *texts.values()):
        for unknown in unknown_fields(text):
            raise UnknownField(unknown)
    with unit_of_work() as unit:
        Problem.objects.select_for_update().get(id=problem.id)
        if proposal_waiting(problem.brand, NOTICE, str(problem.id), at) is not None:
            raise approvals.WaitsAlready(problem.name)
        tied, silent = cases_to_tell(problem), silent_people(problem)
        count = len(tied) + len(silent)
        if not count:
            raise NobodyToTell(problem.name)
        waits = count > second_above(problem.brand)
        notice = ProblemNotice.objects.create(
            problem=problem,
            subjects=subjects,
            texts=texts,
            state=NoticeState.WAITING if waits else NoticeState.SENDING,
            count=count,
            written_by_id=by.id,
            written_at=at,
        )
        unit.add(*(NoticeRecipient(notice=notice, case=case) for case in tied))
        unit.add(*(_silent(notice, each) for each in silent))
        if waits:
            _ask_second(notice, by=by, at=at)
        else:
            _start(notice, None, by=by, at=at)
    return notice


def agree_notice(*, proposal: Proposal, by: Actor, at: datetime) -> ProblemNotice:
    """Agree as the second person: the notice goes to those whom the first one saw, and nobody else."""
    with unit_of_work():
        approvals.approve(proposal=proposal, by=by, at=at)
        notice = _noticed(proposal)
        notice.state, notice.agreed_by_id = NoticeState.SENDING, by.id
        notice.save(update_fields=["state", "agreed_by"])
        _start(notice, proposal.id, by=by, at=at)
    return notice


def refuse_notice(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> None:
    """Refuse as the second person, or take it back as the first; nobody is written to."""
    with unit_of_work():
        approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
        notice = _noticed(proposal)
        notice.state = NoticeState.REFUSED
        notice.save(update_fields=["state"])
        keep_step(notice.problem, "notice_refused", words=reason, by=by, at=at)


def send_notices(*, by: Actor, at: datetime) -> int:
    """Write to the next recipients of notices that go out; each one once, however often this runs."""
    done = 0
    for notice in ProblemNotice.objects.filter(state=NoticeState.SENDING).order_by("written_at", "id")[:10]:
        waiting = list(
            NoticeRecipient.objects.filter(notice=notice, done_at__isnull=True)
            .order_by("id")
            .values_list("id", flat=True)[: _AT_ONCE - done]
        )
        for recipient_id in waiting:
            done += _tell(recipient_id, by=by, at=at)
        if not NoticeRecipient.objects.filter(notice=notice, done_at__isnull=True).exists():
            ProblemNotice.objects.filter(id=notice.id, state=NoticeState.SENDING).update(
                state=NoticeState.SENT, sent_at=at
            )
        if done >= _AT_ONCE:
            break
    return done


def _tell(recipient_id: int, *, by: Actor, at: datetime) -> int:
    with unit_of_work() as unit:
        row = NoticeRecipient.objects.select_for_update(of=("self",)).select_related("notice__problem__brand")
        to = row.get(id=recipient_id)
        if to.done_at is not None:
            return 0
        problem = to.notice.problem
        if to.case_id is None:
            marks = marks_of(problem.brand_id, [to.email])
            if marked_form(to.email) in marks:
                to.left_out, to.done_at = MARKED, at
                to.save(update_fields=["left_out", "done_at"])
                return 1
            message = _write_first(to, at=at)
        else:
            case = Case.objects.select_related("brand", "customer").get(id=to.case_id)
            message = _write(case, to.notice, Author.AUTOMATIC, by=by, at=at)
        unit.flush()
        to.case, to.message, to.done_at = message.case, message, at
        to.save(update_fields=["case", "message", "done_at"])
        record(
            NoticeGiven(
                brand=message.case.brand_id,
                case=message.case_id,
                problem=problem.id,
                number=problem.number,
                notice=to.notice_id,
                message=message.id,
            ),
            by=by,
            at=at,
        )
    return 1


def _write(case: Case, notice: ProblemNotice, author: Author, *, by: Actor, at: datetime) -> Message:
    said = filled(notice.texts.get(case.language) or notice.texts[case.brand.default_language], case)
    new = cases.NewMessage(
        author=author,
        channel=case.channel,
        text=mask(said).text,
        external_id=f"problem-notice:{notice.id}:{case.id}",
    )
    return cases.post_message(case=case, new=new, by=by, at=at)


def _write_first(to: NoticeRecipient, *, at: datetime) -> Message:
    """Open a case with the notice for somebody who wrote nothing; it rests until she answers."""
    notice, problem = to.notice, to.notice.problem
    writer = Actor.staff(notice.written_by_id)
    language = to.language if to.language in problem.brand.languages else problem.brand.default_language
    with unit_of_work() as unit:
        contact = customers.Contact(to.name, to.email, "", "", language, False)
        customer = customers.recognise(brand_id=problem.brand_id, contact=contact, by=writer, at=at)
        topic = topic_for(problem)
        case = cases.open_case(
            new=cases.NewCase(
                brand=problem.brand,
                customer=customer,
                topic=topic,
                queue=topic.queue if topic else first_queue(problem.brand),
                subject=mask(notice.subjects[language]).text[:300],
                channel="email",
                kind=Kind.REQUEST,
                priority=4,
                language=language,
                received_at=at,
                next_step="first_reply",
            ),
            by=writer,
            at=at,
        )
        message = _write(case, notice, Author.STAFF, by=writer, at=at)
        unit.end()
        unit.flush()
        cases.change_status(case=case, status=Status.RESOLVED, reason="notice", by=writer, at=at)
        tie(problem=problem, case=case, how=How.NOTICE, by=writer, at=at)
    return message


def _start(notice: ProblemNotice, proposal: int | None, *, by: Actor, at: datetime) -> None:
    problem = notice.problem
    keep_step(problem, "notice", words=str(notice.count), by=by, at=at)
    record(
        NoticeStarted(
            brand=problem.brand_id,
            problem=problem.id,
            number=problem.number,
            notice=notice.id,
            count=notice.count,
            proposal=proposal,
            text_digest=digest_of([notice.subjects, notice.texts]),
        ),
        by=by,
        at=at,
    )


def _ask_second(notice: ProblemNotice, *, by: Actor, at: datetime) -> None:
    problem = notice.problem
    said = {"notice": notice.id, "subjects": notice.subjects, "texts": notice.texts, "count": notice.count}
    proposal = approvals.propose(
        brand=problem.brand,
        sort=NOTICE,
        subject=str(problem.id),
        content=json.dumps(said, ensure_ascii=False, sort_keys=True),
        reason=problem.title,
        by=by,
        at=at,
    )
    notice.proposal_id = proposal.id
    notice.save(update_fields=["proposal_id"])
    keep_step(problem, "notice_asked", words=str(notice.count), by=by, at=at)


def _noticed(proposal: Proposal) -> ProblemNotice:
    return ProblemNotice.objects.select_related("problem__brand").get(
        proposal_id=proposal.id, state=NoticeState.WAITING
    )


def _silent(notice: ProblemNotice, person: AffectedPerson) -> NoticeRecipient:
    return NoticeRecipient(notice=notice, email=person.email, name=person.name, language=person.language)


def _said(problem: Problem, name: str, given: Mapping[str, str]) -> dict[str, str]:
    said = {code: given.get(code, "").strip() for code in problem.brand.languages}
    for code, text in said.items():
        if not text:
            raise LacksWords(name, code)
    return said
