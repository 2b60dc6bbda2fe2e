"""Climbing: what the ladder does to a case itself, at most one floor in two days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.accounts.rotas import present
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.models import ClockStep
from muhatap.topics.models import Queue

# Triage ends at 48 h and the first reply at 72 h: one unanswered letter climbs one floor, not two.
FLOOR_TIME = timedelta(hours=48)
_MOST_URGENT = 1


@dataclass(frozen=True, slots=True)
class Climbed:
    """What a step did to its case; `held` when it would have lifted it again too soon."""

    raised: bool = False
    moved: bool = False
    held: bool = False


def climb(*, case: Case, todo: frozenset[str], to: str, by: Actor, at: datetime) -> Climbed:
    """Raise the priority and reassign as a step says, unless the ladder did the same within two days."""
    wants = todo & {"raise", "reassign"}
    if not wants or not case.is_open:
        return Climbed()
    raised, moved = _lately(case, at)
    held = ("raise" in wants and raised) or ("reassign" in wants and moved)
    has_raised = "raise" in wants and not raised and _raise(case, by=by, at=at)
    has_moved = "reassign" in wants and not moved and _reassign(case, to, by=by, at=at)
    return Climbed(has_raised, has_moved, held)


def _lately(case: Case, at: datetime) -> tuple[bool, bool]:
    rows = ClockStep.objects.filter(
        Q(has_raised=True) | Q(has_moved=True), clock__case_id=case.id, reached_at__gt=at - FLOOR_TIME
    ).values_list("has_raised", "has_moved")
    steps = list(rows)
    return any(raised for raised, _ in steps), any(moved for _, moved in steps)


def _raise(case: Case, *, by: Actor, at: datetime) -> bool:
    if case.priority <= _MOST_URGENT:
        return False
    cases.change_priority(case=case, priority=case.priority - 1, reason="ladder", by=by, at=at)
    return True


def _reassign(case: Case, to: str, *, by: Actor, at: datetime) -> bool:
    queue, owner = _place(case, to, at)
    if queue is None or (queue.id == case.queue_id and (owner.pk if owner else None) == case.owner_id):
        return False
    cases.move_to_queue(case=case, queue=queue, reason="ladder", by=by, at=at)
    cases.assign(case=case, owner=owner, by=by, at=at)
    return True


def _place(case: Case, to: str, at: datetime) -> tuple[Queue | None, Staff | None]:
    """Where a case goes, and to whom; a person who is away, or gone, is passed over for the queue above."""
    kind, _, name = to.partition(":")
    above = case.queue.escalates_to if case.queue else None
    queues = Queue.objects.filter(brand_id=case.brand_id, retired_at__isnull=True)
    if kind == "queue":
        return queues.filter(code=name).first(), None
    if kind == "team":
        return queues.filter(team__code=name).order_by("position", "id").first(), None
    if kind == "person":
        person = next(
            (each for each in colleagues_in(case.brand_id) if each.email.lower() == name.lower()), None
        )
        if person is not None and present([person.pk], at):
            return case.queue or above, person
    return above, None
