"""Waiting for the customer or for somebody outside: named items, a day, reminders; silence ends nothing."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.complaints.events import AnswerAwaited
from muhatap.complaints.holding import hold
from muhatap.complaints.models import Awaited, Complaint
from muhatap.complaints.operations.moving import move, shift
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.letters.rendering import render_letter, template_mark

CUSTOMER, THIRD_PARTY = "customer", "third_party"
_STAGES = {CUSTOMER: Stage.WAITING_CUSTOMER, THIRD_PARTY: Stage.WAITING_THIRD_PARTY}


class NotLater(ValueError):
    """What is asked needs words and a day that is still to come."""


def wait_for(
    *, complaint: Complaint, of: str, what: str, whom: str, due_at: datetime, by: Actor, at: datetime
) -> Awaited:
    """Ask for named items by a day and wait; the customer reads a letter, others are written to aside."""
    if of not in _STAGES or not what.strip() or due_at <= at:
        raise NotLater(due_at)
    with unit_of_work() as unit:
        hold(complaint)
        complaint.awaited.filter(ended_at__isnull=True).update(ended_at=at)
        awaited = Awaited.objects.create(
            complaint=complaint, of=of, what=what.strip(), whom=whom.strip(), due_at=due_at, asked_at=at
        )
        record(
            AnswerAwaited(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                waiting=awaited.id,
                of=of,
                due_at=due_at,
                what=awaited.what,
                whom=awaited.whom,
            ),
            by=by,
            at=at,
        )
        if of == CUSTOMER:
            ask_customer(awaited=awaited, by=by, at=at)
            unit.flush()
        move(complaint=complaint, to=_STAGES[of], by=by, at=at)
    return awaited


def ask_customer(*, awaited: Awaited, by: Actor, at: datetime) -> None:
    """Write to the customer what is needed and by when, first or as a reminder."""
    case = awaited.complaint.case
    letter = render_letter(
        "complaint_question",
        case=case,
        slots={"what": awaited.what, "due_at": awaited.due_at, "is_reminder": awaited.reminders > 0},
        language=case.language,
    )
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=f"complaint-asked:{awaited.id}:{awaited.reminders}",
            template=template_mark("complaint_question"),
        ),
        by=by,
        at=at,
    )


def go_on(*, complaint: Complaint, is_answered: bool, by: Actor, at: datetime) -> None:
    """Go on with the investigation: the answer is here, or its day has passed and what is known decides."""
    with unit_of_work():
        hold(complaint)
        if is_answered:
            complaint.awaited.filter(ended_at__isnull=True).update(answered_at=at)
        move(complaint=complaint, to=Stage.INVESTIGATING, by=by, at=at)


def take_answer(*, complaint: Complaint, by: Actor, at: datetime) -> None:
    """The customer wrote while she was awaited: the investigation goes on; her word has opened the case."""
    complaint.awaited.filter(ended_at__isnull=True).update(answered_at=at)
    shift(complaint=complaint, to=Stage.INVESTIGATING, reason="", by=by, at=at)
