"""Handling a case: whose it is, where it waits, how urgent, what comes next, when it is done."""

from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import (
    CaseAssigned,
    CaseMoved,
    CaseStatusChanged,
    NextStepPlanned,
    PriorityChanged,
    TopicCorrected,
)
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Joining
from muhatap.cases.statuses import OPEN_STATUSES, ClosedReason, Status, may_move
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue, Topic

# The charter may promise an earlier word; no open case waits longer than this without one.
NEXT_WORD = timedelta(days=7)

_STATUS_FIELDS = ["status", "is_open", "closed_reason", "resolved_at", "closed_at", "updated_at"]


class CannotMove(Exception):
    """A case cannot go from its status to the wanted one."""

    def __init__(self, old: Status, new: Status) -> None:
        super().__init__(f"{old} → {new}")
        self.old = old
        self.new = new


def assign(*, case: Case, owner: Staff | None, by: Actor, at: datetime) -> None:
    """Give a case to a member of staff, or back to its queue."""
    with unit_of_work():
        lock(case)
        if case.owner_id == (owner.pk if owner else None):
            return
        previous, case.owner = case.owner_id, owner
        case.updated_at = at
        case.save(update_fields=["owner", "updated_at"])
        record(
            CaseAssigned(brand=case.brand_id, case=case.id, owner=case.owner_id, previous=previous),
            by=by,
            at=at,
        )


def move_to_queue(*, case: Case, queue: Queue, reason: str, by: Actor, at: datetime) -> None:
    """Let a case wait in another queue of its brand; its owner keeps it."""
    with unit_of_work():
        lock(case)
        if case.queue_id == queue.id:
            return
        previous, case.queue = case.queue_id, queue
        case.updated_at = at
        case.save(update_fields=["queue", "updated_at"])
        record(
            CaseMoved(brand=case.brand_id, case=case.id, queue=queue.id, previous=previous, reason=reason),
            by=by,
            at=at,
        )


def change_priority(*, case: Case, priority: int, reason: str, by: Actor, at: datetime) -> None:
    """Make a case more or less urgent (1 is the most urgent, 4 the least)."""
    with unit_of_work():
        lock(case)
        if case.priority == priority:
            return
        previous, case.priority = case.priority, priority
        case.updated_at = at
        case.save(update_fields=["priority", "updated_at"])
        record(
            PriorityChanged(
                brand=case.brand_id, case=case.id, priority=priority, previous=previous, reason=reason
            ),
            by=by,
            at=at,
        )


def correct_topic(*, case: Case, topic: Topic, by: Actor, at: datetime) -> None:
    """Say what the case is really about; what the customer chose first stays on record."""
    with unit_of_work():
        lock(case)
        if case.topic_id == topic.id:
            return
        previous = case.topic.code if case.topic else ""
        case.topic = topic
        case.updated_at = at
        case.save(update_fields=["topic", "updated_at"])
        record(
            TopicCorrected(brand=case.brand_id, case=case.id, topic=topic.code, previous=previous),
            by=by,
            at=at,
        )


def plan_next_step(*, case: Case, next_step: str, next_update_at: datetime, by: Actor, at: datetime) -> None:
    """Say what happens next and when the customer hears again."""
    with unit_of_work():
        case.next_step = next_step
        case.next_update_at = next_update_at
        case.updated_at = at
        case.save(update_fields=["next_step", "next_update_at", "updated_at"])
        record(
            NextStepPlanned(
                brand=case.brand_id, case=case.id, next_step=next_step, next_update_at=next_update_at
            ),
            by=by,
            at=at,
        )


def change_status(
    *,
    case: Case,
    status: Status,
    by: Actor,
    at: datetime,
    reason: str = "",
    closed: ClosedReason | None = None,
) -> None:
    """Move a case along the one transition table; `CannotMove` when the table has no such step."""
    if (status is Status.CLOSED) != (closed is not None):
        raise ValueError("A case is closed with a reason, and only then has one.")
    with unit_of_work():
        lock(case)
        old = Status(case.status)
        if not may_move(old, status) or _goes_on_elsewhere(case):
            raise CannotMove(old, status)
        case.status = status
        case.is_open = status in OPEN_STATUSES
        case.closed_reason = closed or ""
        case.resolved_at = at if status is Status.RESOLVED else case.resolved_at if not case.is_open else None
        case.closed_at = at if status is Status.CLOSED else None
        case.updated_at = at
        changed = list(_STATUS_FIELDS)
        if case.is_open and old not in OPEN_STATUSES:
            case.next_update_at = case.next_due_at = at + NEXT_WORD
            changed += ["next_update_at", "next_due_at"]
        case.save(update_fields=changed)
        record(
            CaseStatusChanged(
                brand=case.brand_id,
                case=case.id,
                status=status,
                previous=old,
                reason=reason or (closed or ""),
            ),
            by=by,
            at=at,
        )


def _goes_on_elsewhere(case: Case) -> bool:
    """Whether the case was joined with another one, where everything goes on until they part."""
    if case.closed_reason != ClosedReason.MERGED:
        return False
    return Joining.objects.filter(case=case, parted_at__isnull=True).exists()


def set_next_due(*, case: Case, next_due_at: datetime, by: Actor, at: datetime) -> None:
    """Remember the next limit of the case, by which lists are sorted; no fact, since clocks tell it."""
    case.next_due_at = next_due_at
    if not case._state.adding:
        case.save(update_fields=["next_due_at"])
