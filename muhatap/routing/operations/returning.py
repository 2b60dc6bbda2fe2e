"""Taking cases back: what was not answered in time, and what would land on somebody who is not here."""

from datetime import datetime

from django.db import connection

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status
from muhatap.kernel.actors import Actor
from muhatap.routing import queries
from muhatap.routing.events import CaseReturned
from muhatap.routing.models import Placement

_BATCH = 50
_SECONDS = 60


def return_unanswered(*, by: Actor, at: datetime, limit: int = _BATCH) -> int:
    """Take back the cases whose owner did not answer within the minutes of the queue; returns how many."""
    return sum(_return(placement_id, by=by, at=at) for placement_id in queries.due_placements(at, limit))


def _return(placement_id: int, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        skip = connection.features.has_select_for_update_skip_locked
        rows = Placement.objects.select_for_update(skip_locked=skip, of=("self", "case"))
        placement = (
            rows.select_related("case__brand", "case__customer", "case__topic", "case__queue")
            .filter(id=placement_id, ended_at__isnull=True, returns_at__lte=at)
            .first()
        )
        if placement is None:
            return 0
        case = placement.case
        placement.ended_at = at
        placement.was_let_go = _is_unanswered(placement)
        placement.save(update_fields=["ended_at", "was_let_go"])
        if not placement.was_let_go:
            return 0
        minutes = int((at - placement.given_at).total_seconds()) // _SECONDS
        _let_go(case, reason="unanswered", minutes=minutes, by=by, at=at)
    return 1


def _is_unanswered(placement: Placement) -> bool:
    """Whether she still has the case, it waits for us, and nothing went out to the customer since."""
    case = placement.case
    if case.owner_id != placement.staff_id or case.status not in queries.CARRIED:
        return False
    return case.staff_wrote_at is None or case.staff_wrote_at < placement.given_at


def keep_or_pass_on(*, case: Case, is_reopened: bool, by: Actor, at: datetime) -> None:
    """Let a case that comes back stay with its owner, else pass it to her stand-in or to the queue.

    A case that waited stays unless she noted an absence; a closed one of a queue that gives out its cases
    stays only if she is here to work.
    """
    if case.owner_id is None or case.queue_id is None or case.status not in {Status.NEW, Status.OPEN}:
        return
    owner = Staff.objects.select_related("delegate").get(id=case.owner_id)
    must_be_here = is_reopened and queries.is_routed(case.queue_id)
    if queries.may_keep(owner, at, must_be_here=must_be_here):
        return
    with unit_of_work():
        stand_in = owner.delegate
        if stand_in is not None and not _can_take(stand_in, case, at):
            stand_in = None
        Placement.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at)
        _let_go(case, reason="absent", minutes=0, by=by, at=at, to=stand_in)


def _can_take(person: Staff, case: Case, at: datetime) -> bool:
    """Whether a stand-in is here, may answer in the brand, can do what the case needs, and has room."""
    here = next((each for each in queries.people_at([case.brand_id], at) if each.id == person.pk), None)
    if here is None or not here.is_here:
        return False
    waiting = queries.as_waiting([case])[0]
    skilled = all((case.brand_id, need) in here.skills for need in waiting.needs)
    speaks = not here.languages or case.language in here.languages
    return skilled and speaks and here.has_room(waiting)


def _let_go(
    case: Case, *, reason: str, minutes: int, by: Actor, at: datetime, to: Staff | None = None
) -> None:
    had = case.owner_id or 0
    cases.assign(case=case, owner=to, by=by, at=at)
    record(
        CaseReturned(brand=case.brand_id, case=case.id, staff=had, reason=reason, minutes=minutes),
        by=by,
        at=at,
    )
