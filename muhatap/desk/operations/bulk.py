"""Changing several cases in one step, and taking it back: a fact for each case, one row for the step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as handling
from muhatap.cases.models import Case
from muhatap.cases.queries import known_cases_visible_to
from muhatap.cases.statuses import ClosedReason, Status, may_move
from muhatap.desk.bulk import Action, refusal_of, standing
from muhatap.desk.bulk_tags import ADD, REMOVE
from muhatap.desk.models import BulkChange
from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.queries import ties_of
from muhatap.problems.states import How
from muhatap.topics.models import Queue

UNDO_FOR = timedelta(minutes=30)
_FROM_LIST = "list"
_UNDONE = "undone"


class TooLate(Exception):
    """A step can be taken back for half an hour, and once."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many cases are as before, how many others changed them since, how many she may no longer change."""

    undone: int
    changed: int
    barred: int


def change_several(
    *, cases: Sequence[Case], action: Action, staff: Staff, by: Actor, at: datetime
) -> BulkChange:
    """Make it so for these cases, all or none; what was so before is kept for `undo_change`."""
    with unit_of_work():
        changes = []
        for case in cases:
            before = standing(case, action.what)
            if action.problem is not None:
                problems.tie(problem=action.problem, case=case, how=How.BULK, by=by, at=at)
                changes.append({"case": case.id, "before": before, "after": standing(case, action.what)})
                continue
            _apply(case, action.what, action.value, action.owner, action.queue, _FROM_LIST, by=by, at=at)
            changes.append({"case": case.id, "before": before, "after": standing(case, action.what)})
        return BulkChange.objects.create(staff=staff, action=action.what, changes=changes, at=at)


def undo_change(*, change: BulkChange, staff: Staff, by: Actor, at: datetime) -> Undone:
    """Take a step back, for each case that stands as the step left it and that she may still change."""
    with unit_of_work():
        if not BulkChange.objects.filter(id=change.id, undone_at=None, at__gt=at - UNDO_FOR).update(
            undone_at=at
        ):
            raise TooLate(change.id)
        before = {each["case"]: each for each in change.changes}
        rows = Case.objects.filter(id__in=before).select_related(
            "brand", "customer", "queue", "owner", "topic"
        )
        cases = list(rows.order_by("id"))
        seen = set(known_cases_visible_to(staff, before).values_list("id", flat=True))
        standing_so = [case for case in cases if standing(case, change.action) == before[case.id]["after"]]
        undone = [
            case
            for case in standing_so
            if _take_back(case, staff, change.action, before[case.id], case.id in seen, by=by, at=at)
        ]
        barred = len(standing_so) - len(undone)
        return Undone(len(undone), len(before) - len(standing_so), barred)


def _take_back(
    case: Case, staff: Staff, what: str, change: dict[str, str], is_seen: bool, *, by: Actor, at: datetime
) -> bool:
    wanted = change["before"]
    if what in {ADD, REMOVE}:
        return is_seen and _tags_back(case, staff, wanted, by=by, at=at)
    if what == "problem":
        may = is_seen and not refusal_of(staff, case, Action("problem", "", ""))
        return may and _untie(case, change, by, at)
    if what == "status":
        wanted = _status_back(case, wanted)
        if not wanted:
            return False
    owner = Staff.objects.filter(pk=int(wanted)).first() if what == "owner" and wanted != "none" else None
    queue = Queue.objects.filter(id=int(wanted)).first() if what == "queue" and wanted != "none" else None
    if what == "queue" and queue is None:
        return False
    # A step that took a case out of her sight is hers to take back, if it comes back into it.
    returns = queue.team_id in scope_of(staff).team_ids if queue else owner == staff
    if not (is_seen or returns) or refusal_of(staff, case, Action(what, wanted, "", owner, queue)):
        return False
    _apply(case, what, wanted, owner, queue, _UNDONE, by=by, at=at)
    return True


def _untie(case: Case, change: dict[str, str], by: Actor, at: datetime) -> bool:
    """Only what this step tied is untied."""
    new = set(change["after"].split(",")) - set(change["before"].split(","))
    tied = [each.problem for each in ties_of(case) if str(each.problem_id) in new]
    for problem in tied:
        problems.untie(problem=problem, case=case, by=by, at=at)
    return bool(tied)


def _tags_back(case: Case, staff: Staff, wanted: str, *, by: Actor, at: datetime) -> bool:
    if not scope_of(staff).may(Permission.ANSWER_CASES, case.brand_id):
        return False
    before = [tag for tag in wanted.split(",") if tag]
    gone = [tag for tag in case.tags if tag not in before]
    handling.change_tags(case=case, add=before, remove=gone, reason=_UNDONE, by=by, at=at)
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
        case "tag":
            handling.change_tags(case=case, add=[value], reason=reason, by=by, at=at)
        case "untag":
            handling.change_tags(case=case, remove=[value], reason=reason, by=by, at=at)
        case "priority":
            handling.change_priority(case=case, priority=int(value), reason=reason, by=by, at=at)
        case "status":
            status, _sep, why = value.partition(":")
            closed = ClosedReason(why) if why else None
            handling.change_status(case=case, status=Status(status), closed=closed, by=by, at=at)
