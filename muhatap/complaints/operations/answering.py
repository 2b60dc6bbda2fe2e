"""What the customer says about a decision, carrying it out, appeal, the outside body."""

from datetime import date, datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.complaints.events import (
    BodyDecided,
    BodyNamed,
    CustomerDecided,
    RemedyExecuted,
    ReviewerNamed,
)
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import has_touched, known_of, latest_decision
from muhatap.complaints.models import Complaint, CustomerWord
from muhatap.complaints.operations.moving import move
from muhatap.complaints.operations.stepping import close_step, plan_remedy, plan_where_none_is
from muhatap.complaints.plan_models import StepState
from muhatap.complaints.queries import planned_steps
from muhatap.complaints.saying import (
    ACCEPTED,
    REFUSED,
    WITHDREW,
    NotAsked,
    is_asked,
    refuse_unproven,
)
from muhatap.complaints.stages import Stage, refusal_of
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.masking import mask
from muhatap.letters.rendering import render_letter, template_mark

# Her acceptance never waits for our paper, and is not hers to write.
_PLANNER = Actor.system("resolution")


class HasTouched(Exception):
    """An appeal is looked at by somebody who never worked on the case."""


class NothingToDo(Exception):
    """There is no decision whose remedy could be carried out or decided on now."""


def answer_decision(
    *, complaint: Complaint, said: str, words: str, message: Message | None, by: Actor, at: datetime
) -> None:
    """Note what the customer says, with her message where staff note it; the complaint moves on by it.

    Accepted, a remedy is carried out; refused, it goes to appeal. Confirmed, it closes once its cause is
    named.
    """
    with unit_of_work():
        hold(complaint)
        if not is_asked(complaint, said):
            raise NotAsked(said)
        _note(complaint, said, words, message, by=by, at=at)
        decision = latest_decision(complaint)
        if said == REFUSED:
            move(complaint=complaint, to=Stage.APPEAL, reason=words, by=by, at=at)
        elif said == ACCEPTED and decision is not None and decision.is_owed:
            plan_where_none_is(decision=decision, by=_PLANNER, at=at)
            move(complaint=complaint, to=Stage.APPLYING, by=by, at=at)
        else:
            close_if_complete(complaint=complaint, by=by, at=at)


def withdraw(*, complaint: Complaint, words: str, message: Message | None, by: Actor, at: datetime) -> None:
    """Withdraw by the customer's own act; noted by staff only with the message in which she says so."""
    with unit_of_work():
        hold(complaint)
        if not complaint.is_open:
            raise NotAsked(WITHDREW)
        _note(complaint, WITHDREW, words, message, by=by, at=at)
        move(complaint=complaint, to=Stage.WITHDRAWN, reason=words, by=by, at=at)


def begin_applying(*, complaint: Complaint, by: Actor, at: datetime) -> None:
    """Carry out what is owed whatever the customer says."""
    decision = latest_decision(complaint)
    if decision is not None:
        plan_where_none_is(decision=decision, by=by, at=at)
    move(complaint=complaint, to=Stage.APPLYING, by=by, at=at)


def execute_remedy(*, complaint: Complaint, done_on: date, reference: str, by: Actor, at: datetime) -> None:
    """Note that the remedy was carried out, with its proof, and ask the customer to confirm."""
    with unit_of_work() as unit:
        hold(complaint)
        decision = latest_decision(complaint)
        if decision is None or complaint.stage != Stage.APPLYING or not reference.strip():
            raise NothingToDo(complaint.id)
        decision.executed_on, decision.execution_reference = done_on, reference.strip()
        decision.executed_by_id = by.id
        for step in planned_steps(complaint):
            if step.is_remedy:
                close_step(step=step, state=StepState.DONE, note=reference, by=by, at=at)
        decision.save(update_fields=["executed_on", "execution_reference", "executed_by"])
        record(
            RemedyExecuted(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                decision=decision.id,
                done_on=done_on,
                reference=decision.execution_reference,
            ),
            by=by,
            at=at,
        )
        write_by_itself(
            complaint=complaint,
            code="complaint_confirm",
            slots={"remedy": decision.remedy, "done_on": done_on, "reference": decision.execution_reference},
            key=f"complaint-confirm:{decision.id}",
            by=by,
            at=at,
        )
        unit.flush()
        move(complaint=complaint, to=Stage.CONFIRMING, by=by, at=at)


def name_reviewer(*, complaint: Complaint, reviewer: Staff, by: Actor, at: datetime) -> None:
    """Give an appeal to somebody who never touched the case; `HasTouched` for everybody else."""
    with unit_of_work():
        hold(complaint)
        if complaint.stage != Stage.APPEAL:
            raise NothingToDo(complaint.id)
        if has_touched(complaint, reviewer.pk, before=complaint.stage_since):
            raise HasTouched(reviewer.pk)
        complaint.reviewer = reviewer
        complaint.save(update_fields=["reviewer"])
        record(
            ReviewerNamed(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                reviewer=reviewer.pk,
            ),
            by=by,
            at=at,
        )
        cases.assign(case=complaint.case, owner=reviewer, by=by, at=at)


def turn_to_body(
    *, complaint: Complaint, body: str, last_on: date, reference: str, by: Actor, at: datetime
) -> None:
    """Note the outside body that has the matter now, with its own last day and reference."""
    with unit_of_work():
        hold(complaint)
        complaint.body, complaint.body_last_on = body.strip(), last_on
        complaint.body_reference = reference.strip()
        complaint.save(update_fields=["body", "body_last_on", "body_reference"])
        record(
            BodyNamed(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                body=complaint.body,
                last_on=last_on,
                reference=complaint.body_reference,
            ),
            by=by,
            at=at,
        )
        move(complaint=complaint, to=Stage.EXTERNAL, by=by, at=at)


def note_body_decision(
    *, complaint: Complaint, decision: str, is_award: bool, by: Actor, at: datetime
) -> None:
    """Note what the outside body decided; an award is carried out next."""
    with unit_of_work():
        hold(complaint)
        if complaint.stage != Stage.EXTERNAL or not decision.strip():
            raise NothingToDo(complaint.id)
        complaint.body_decision, complaint.body_awards = decision.strip(), is_award
        complaint.save(update_fields=["body_decision", "body_awards"])
        record(
            BodyDecided(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                is_award=is_award,
                decision=complaint.body_decision,
            ),
            by=by,
            at=at,
        )
        if is_award:
            standing = latest_decision(complaint)
            if standing is not None:
                standing.is_owed, standing.executed_on = True, None
                standing.save(update_fields=["is_owed", "executed_on"])
                plan_remedy(decision=standing, words=complaint.body_decision, by=by, at=at)
            move(complaint=complaint, to=Stage.APPLYING, by=by, at=at)


def close_if_complete(*, complaint: Complaint, by: Actor, at: datetime) -> bool:
    """Close a confirmed complaint if its cause and improvement are named; else it waits for them."""
    known = known_of(complaint, reason="", by=by, at=at)
    refusal = refusal_of(Stage(complaint.stage), Stage.CLOSED, known)
    if refusal is not None:
        return False
    move(complaint=complaint, to=Stage.CLOSED, by=by, at=at)
    return True


def write_by_itself(
    *, complaint: Complaint, code: str, slots: dict[str, object], key: str, by: Actor, at: datetime
) -> None:
    """Write an automatic letter about the complaint, once for its key."""
    case = complaint.case
    if Message.objects.filter(case=case, external_id=key).exists():
        return
    letter = render_letter(code, case=case, slots={"complaint": complaint, **slots}, language=case.language)
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=key,
            template=template_mark(code),
        ),
        by=by,
        at=at,
    )


def _note(
    complaint: Complaint, said: str, words: str, message: Message | None, *, by: Actor, at: datetime
) -> None:
    refuse_unproven(complaint, said, message, by)
    is_staff = by.kind is ActorKind.STAFF
    CustomerWord.objects.create(
        complaint=complaint,
        decision=latest_decision(complaint),
        said=said,
        words=mask(words.strip()).text,
        at=at,
        noted_by_id=by.id if is_staff else None,
        message=message,
    )
    record(
        CustomerDecided(
            brand=complaint.brand_id,
            case=complaint.case_id,
            complaint=complaint.id,
            said=said,
            message=message.id if message else None,
            words=mask(words.strip()).text,
        ),
        by=by,
        at=at,
    )


def take_objection(*, complaint: Complaint, words: str, by: Actor, at: datetime) -> None:
    """Take a word of dissatisfaction where the customer was asked for hers: her answer, and an appeal.

    Where she was asked something else, it changes no stage.
    """
    with unit_of_work():
        hold(complaint)
        if not is_asked(complaint, REFUSED):
            return
        CustomerWord.objects.create(
            complaint=complaint, decision=latest_decision(complaint), said=REFUSED, words=words, at=at
        )
        record(
            CustomerDecided(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                said=REFUSED,
                message=None,
                words=words,
            ),
            by=by,
            at=at,
        )
        move(complaint=complaint, to=Stage.APPEAL, reason=words, by=by, at=at)
