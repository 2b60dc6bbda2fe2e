"""Taking, handing over, escalating and correcting a case: several facts, one step."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as handling
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.desk.operations.answering import write_note
from muhatap.desk.replies import Answer
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue, Topic

_FROM_DESK = "desk"


class NotAColleague(Exception):
    """Nobody with this id may own a case of the brand."""


class NowhereToEscalate(Exception):
    """The case's queue is the highest one."""


class PastMoment(Exception):
    """The next word cannot be promised for a moment that has passed."""


def take(*, case: Case, staff: Staff, by: Actor, at: datetime) -> None:
    """Own the case."""
    handling.assign(case=case, owner=staff, by=by, at=at)


def take_all(*, cases: Sequence[Case], staff: Staff, by: Actor, at: datetime) -> None:
    """Own several cases, all or none."""
    with unit_of_work():
        for case in cases:
            take(case=case, staff=staff, by=by, at=at)


def hand_over(
    *,
    case: Case,
    owner_id: int | None,
    queue: Queue | None,
    words: str,
    staff: Staff,
    by: Actor,
    at: datetime,
) -> None:
    """Give the case to a colleague, or back to a queue; words for them become a note."""
    owner = _colleague(case, owner_id) if owner_id is not None else None
    with unit_of_work():
        if queue is not None:
            handling.move_to_queue(case=case, queue=queue, reason=_FROM_DESK, by=by, at=at)
        handling.assign(case=case, owner=owner, by=by, at=at)
        _note(case, staff, words, by=by, at=at)


def escalate(*, case: Case, staff: Staff, words: str, by: Actor, at: datetime) -> None:
    """Move the case to the queue above, one step more urgent and for a new owner; words become a note."""
    above = case.queue.escalates_to if case.queue else None
    if above is None:
        raise NowhereToEscalate(case.number)
    with unit_of_work():
        _note(case, staff, words, by=by, at=at)
        urgency = max(1, case.priority - 1)
        handling.change_priority(case=case, priority=urgency, reason="escalated", by=by, at=at)
        handling.move_to_queue(case=case, queue=above, reason="escalated", by=by, at=at)
        handling.assign(case=case, owner=None, by=by, at=at)


def correct_properties(
    *, case: Case, topic: Topic | None, priority: int, queue: Queue | None, by: Actor, at: datetime
) -> None:
    """Correct topic, priority and queue; what is as it was is no fact."""
    with unit_of_work():
        if topic is not None and topic.id != case.topic_id:
            handling.correct_topic(case=case, topic=topic, by=by, at=at)
        handling.change_priority(case=case, priority=priority, reason=_FROM_DESK, by=by, at=at)
        if queue is not None:
            handling.move_to_queue(case=case, queue=queue, reason=_FROM_DESK, by=by, at=at)


def move_on(*, case: Case, status: Status, closed: ClosedReason | None, by: Actor, at: datetime) -> None:
    """Change the status; `CannotMove` where the case cannot go."""
    handling.change_status(case=case, status=status, closed=closed, by=by, at=at)


def plan(*, case: Case, next_step: str, next_update_at: datetime, by: Actor, at: datetime) -> None:
    """Say what happens next and when the customer hears again; `PastMoment` for a time gone by."""
    if next_update_at <= at:
        raise PastMoment(next_update_at)
    handling.plan_next_step(case=case, next_step=next_step, next_update_at=next_update_at, by=by, at=at)


def _colleague(case: Case, owner_id: int) -> Staff:
    for colleague in colleagues_in(case.brand_id):
        if colleague.pk == owner_id:
            return colleague
    raise NotAColleague(owner_id)


def _note(case: Case, staff: Staff, words: str, *, by: Actor, at: datetime) -> None:
    if words.strip():
        write_note(case=case, staff=staff, answer=Answer(text=words.strip()), by=by, at=at)
