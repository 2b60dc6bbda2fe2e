"""Changing several cases in one step, and taking it back: a fact for each case, one row for the step."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as handling
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason, Status, may_move
from muhatap.desk.bulk import Action, standing
from muhatap.desk.models import BulkChange
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue

UNDO_FOR = timedelta(minutes=30)
_FROM_LIST = "list"
_UNDONE = "undone"


class TooLate(Exception):
    """A step can be taken back for half an hour, and once."""


def change_several(
    *, cases: Sequence[Case], action: Action, staff: Staff, by: Actor, at: datetime
) -> BulkChange:
    """Make it so for these cases, all or none; what was so before is kept for `undo_change`."""
    with unit_of_work():
        changes = []
        for case in cases:
            before = standing(case, action.what)
            _apply(case, action.what, action.value, action.owner, action.queue, _FROM_LIST, by=by, at=at)
            changes.append({"case": case.id, "before": before, "after": standing(case, action.what)})
        return BulkChange.objects.create(staff=staff, action=action.what, changes=changes, at=at)


def undo_change(*, change: BulkChange, by: Actor, at: datetime) -> tuple[int, int]:
    """Take a step back; how many cases are as before, and how many others have changed since and stay."""
    with unit_of_work():
        if not BulkChange.objects.filter(id=change.id, undone_at=None, at__gt=at - UNDO_FOR).update(
            undone_at=at
        ):
            raise TooLate(change.id)
        before = {each["case"]: each for each in change.changes}
        rows = Case.objects.filter(id__in=before).select_related(
            "brand", "customer", "queue", "owner", "topic"
        )
        undone = [
            case for case in rows.order_by("id") if _take_back(case, change.action, before[case.id], by, at)
        ]
        return len(undone), len(before) - len(undone)


def _take_back(case: Case, what: str, change: dict[str, str], by: Actor, at: datetime) -> bool:
    if standing(case, what) != change["after"]:
        return False
    wanted = change["before"]
    if what == "status":
        wanted = _status_back(case, wanted)
        if not wanted:
            return False
    owner = Staff.objects.filter(pk=int(wanted)).first() if what == "owner" and wanted != "none" else None
    queue = Queue.objects.filter(id=int(wanted)).first() if what == "queue" and wanted != "none" else None
    if what == "queue" and queue is None:
        return False
    _apply(case, what, wanted, owner, queue, _UNDONE, by=by, at=at)
    return True


def _status_back(case: Case, wanted: str) -> str:
    """Where the case can go back to: a new case that was opened is open, never new again."""
    if wanted == Status.NEW:
        wanted = Status.OPEN
    may = may_move(Status(case.status), Status(wanted.partition(":")[0]))
    return wanted if may else ""


def _apply(
    case: Case,
    what: str,
    value: str,
    owner: Staff | None,
    queue: Queue | None,
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    match what:
        case "owner":
            handling.assign(case=case, owner=owner, by=by, at=at)
        case "queue" if queue is not None:
            handling.move_to_queue(case=case, queue=queue, reason=reason, by=by, at=at)
        case "priority":
            handling.change_priority(case=case, priority=int(value), reason=reason, by=by, at=at)
        case "status":
            status, _sep, why = value.partition(":")
            closed = ClosedReason(why) if why else None
            handling.change_status(case=case, status=Status(status), closed=closed, by=by, at=at)
