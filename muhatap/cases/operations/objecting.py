"""'Not satisfied': from this word on the case is a complaint, whatever it was before."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import DissatisfactionExpressed
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.cases.operations.handling import assign, change_status, move_to_queue
from muhatap.cases.operations.messaging import NewMessage, post_message
from muhatap.cases.statuses import Author, Kind, Status
from muhatap.kernel.actors import Actor

# Kinds with a law of their own keep it; a request becomes a complaint.
_BECOMES_COMPLAINT = frozenset({Kind.REQUEST})


def express_dissatisfaction(*, case: Case, words: str, channel: str, by: Actor, at: datetime) -> None:
    """Record that the customer is not satisfied: the case opens again, is a complaint and moves up."""
    with unit_of_work():
        lock(case)
        # Who is told the same while she looks at it need not hand it on once more.
        is_new = case.dissatisfied_at is None or not case.is_open
        message = None
        if words:
            message = post_message(
                case=case, new=NewMessage(author=Author.CUSTOMER, channel=channel, text=words), by=by, at=at
            )
        elif not case.is_open:
            change_status(case=case, status=Status.OPEN, reason="not_satisfied", by=by, at=at)
        previous_kind = case.kind
        if case.kind in _BECOMES_COMPLAINT:
            case.kind = Kind.COMPLAINT
        case.dissatisfied_at = case.dissatisfied_at or at
        case.priority = min(case.priority, 2)
        case.updated_at = at
        case.save(update_fields=["kind", "dissatisfied_at", "priority", "updated_at"])
        record(
            DissatisfactionExpressed(
                brand=case.brand_id,
                case=case.id,
                message=message.id if message else None,
                words=words,
                case_kind=case.kind,
                previous_kind=previous_kind,
                channel=channel,
                topic=case.topic.code if case.topic else "",
                priority=case.priority,
            ),
            by=by,
            at=at,
        )
        above = case.queue.escalates_to if case.queue else None
        if is_new and above is not None:
            move_to_queue(case=case, queue=above, reason="not_satisfied", by=by, at=at)
            assign(case=case, owner=None, by=by, at=at)
