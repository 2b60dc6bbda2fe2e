"""A low score is looked after by a person with a clock: in a new case, or in the one that is still open."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Kind
from muhatap.channels.caretakers import caretakers_of
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.surveys import wording
from muhatap.surveys.events import LowScoreFollowed
from muhatap.surveys.models import SurveyAnswer
from muhatap.topics.queries import first_queue

REASON = "low_score"
CHANNEL = "portal"
_LISTENER = Actor.system("surveys")


def follow_low_score(*, answer: SurveyAnswer, by: Actor, at: datetime) -> Case | None:
    """Look after a score from the charter's low score down; None where it is not so low.

    The owner is a supervisor and never who had the case; the clocks are the charter's for a new case.
    """
    case, low = answer.case, answer.case.brand.survey.get("low_score")
    if low is None or answer.score > low:
        return None
    if case.is_open:
        answer.follow_up = case
        _tell(case, case.number, answer, caretakers_of(case), by=by, at=at)
        _record(answer, None, case.owner_id, by=by, at=at)
        return case
    found = _open(case, answer, by=by, at=at)
    answer.follow_up = found
    _record(answer, found, found.owner_id, by=by, at=at)
    return found


def _open(case: Case, answer: SurveyAnswer, *, by: Actor, at: datetime) -> Case:
    terms = case.brand.survey.get("follow_up") or {}
    with unit_of_work() as unit:
        new = cases.open_case(
            new=cases.NewCase(
                brand=case.brand,
                customer=case.customer,
                topic=case.topic,
                queue=case.queue or first_queue(case.brand),
                subject=wording.follow_up_subject(case)[:300],
                channel=CHANNEL,
                kind=Kind.COMPLAINT if terms.get("kind") == Kind.COMPLAINT else Kind.REQUEST,
                priority=min(case.priority, 3),
                language=case.language,
                received_at=at,
                next_step="first_reply",
            ),
            by=by,
            at=at,
        )
        if answer.comment:
            told = cases.NewMessage(author=Author.CUSTOMER, channel=CHANNEL, text=answer.comment)
            cases.post_message(case=new, new=told, by=by, at=at)
        note = cases.NewMessage(
            author=Author.NOTE,
            channel="desk",
            text=wording.follow_up_note(case, answer.score, bool(answer.comment)),
        )
        cases.post_message(case=new, new=note, by=_LISTENER, at=at)
        unit.end()
        unit.flush()
        cases.link_cases(older=case, newer=new, reason=REASON, by=by, at=at)
        owner = _owner(case, terms.get("role") or Role.SUPERVISOR)
        if owner is not None:
            cases.assign(case=new, owner=owner, by=_LISTENER, at=at)
        people = [owner.pk] if owner else caretakers_of(new)
        _tell(new, case.number, answer, people, by=by, at=at)
    return new


def _owner(case: Case, role: str) -> Staff | None:
    """Who of these people owns the fewest open cases; nobody judges her own work."""
    people = [each for each in staff_with_role(case.brand_id, Role(role)) if each.pk != case.owner_id]
    open_cases = Case.objects.filter(owner__in=people, is_open=True).values_list("owner_id", flat=True)
    load = list(open_cases)
    return min(people, key=lambda each: (load.count(each.pk), each.pk), default=None)


def _tell(
    case: Case, number: str, answer: SurveyAnswer, people: list[int], *, by: Actor, at: datetime
) -> None:
    notifications.tell(
        staff_ids=people,
        kind="low_score",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": number, "score": answer.score},
        once_key=f"low-score:{answer.id}",
        by=by,
        at=at,
    )


def _record(answer: SurveyAnswer, new: Case | None, owner: int | None, *, by: Actor, at: datetime) -> None:
    record(
        LowScoreFollowed(
            brand=answer.brand_id,
            case=answer.case_id,
            answer=answer.id,
            score=answer.score,
            new_case=new.id if new else None,
            new_number=new.number if new else "",
            owner=owner,
        ),
        by=by,
        at=at,
    )
