"""Giving waiting cases to people, each once, however many workers there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.accounts.models import Staff
from muhatap.audit.models import Lease
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.routing import queries
from muhatap.routing.events import CaseRouted
from muhatap.routing.models import Placement, QueueRouting, Unplaced
from muhatap.routing.operations.returning import return_unanswered
from muhatap.routing.rules import Decision, Obstacle, decide

_ROUTING = "routing"
# Looked at together, and given in one transaction: others write meanwhile.
_LOOKED_AT = 500
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Routed:
    """How many cases went back to their queue and how many were given to somebody."""

    returned: int
    given: int


def route(*, by: Actor, at: datetime) -> Routed:
    """Take back what nobody answered in time and give out what waits; call again while it gives something."""
    returned = return_unanswered(by=by, at=at)
    if not queries.is_anything_routed():
        return Routed(returned, 0)
    found = _worth_writing(at)
    given = _give(found, by=by, at=at) if found else 0
    return Routed(returned, given)


def _worth_writing(at: datetime) -> list[int]:
    """The cases about which there is something to write; mostly there are none, and nothing is held."""
    waiting = list(Case.objects.filter(id__in=queries.waiting_case_ids(_LOOKED_AT)).select_related(*_AROUND))
    known = queries.obstacles_of([case.id for case in waiting])
    decisions = _decided(waiting, at)
    return [
        each.case.id
        for each in decisions
        if each.staff is not None or known.get(each.case.id) != (each.obstacle, each.lacks)
    ][:_AT_ONCE]


_AROUND = ("brand", "customer", "topic", "queue")


def _decided(waiting: list[Case], at: datetime) -> list[Decision]:
    if not waiting:
        return []
    people = queries.people_at({case.brand_id for case in waiting}, at)
    return decide(queries.as_waiting(waiting), people, at)


def _give(case_ids: list[int], *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        # One router at a time, so that nobody is given more than she carries by two at once.
        Lease.objects.get_or_create(name=_ROUTING, defaults={"holder": "", "until": at})
        Lease.objects.select_for_update().get(name=_ROUTING)
        held = {case.id: case for case in queries.locked_waiting(case_ids)}
        decisions = _decided(list(held.values()), at)
        people = Staff.objects.in_bulk([each.staff for each in decisions if each.staff is not None])
        minutes = dict(
            QueueRouting.objects.filter(queue_id__in={case.queue_id for case in held.values()}).values_list(
                "queue_id", "return_minutes"
            )
        )
        for each in decisions:
            case = held[each.case.id]
            if each.staff is None:
                _note_obstacle(each, at)
            else:
                returns_at = _returns_at(minutes.get(case.queue_id), at)
                _place(case, people[each.staff], each, returns_at, by=by, at=at)
    return sum(each.staff is not None for each in decisions)


def _returns_at(minutes: int | None, at: datetime) -> datetime | None:
    return at + timedelta(minutes=minutes) if minutes else None


def _note_obstacle(decision: Decision, at: datetime) -> None:
    seen = {"obstacle": decision.obstacle or Obstacle.NO_TEAM, "lacks": list(decision.lacks)}
    Unplaced.objects.update_or_create(
        case_id=decision.case.id, defaults=seen, create_defaults={**seen, "since": at}
    )


def _place(
    case: Case, person: Staff, decision: Decision, returns_at: datetime | None, *, by: Actor, at: datetime
) -> None:
    Placement.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at)
    Unplaced.objects.filter(case=case).delete()
    cases.assign(case=case, owner=person, by=by, at=at)
    Placement.objects.create(
        case=case,
        brand_id=case.brand_id,
        staff=person,
        rule=decision.rule,
        given_at=at,
        returns_at=returns_at,
    )
    waiting = decision.case
    record(
        CaseRouted(
            brand=case.brand_id,
            case=case.id,
            staff=person.pk,
            rule=str(decision.rule),
            queue=waiting.queue,
            priority=waiting.priority,
            waited_seconds=max(0, int((at - waiting.since).total_seconds())),
            among=decision.among,
            load=decision.load,
            points=decision.points,
            skills=tuple(sorted(waiting.needs)),
            manager=waiting.manager,
            returns_at=returns_at,
        ),
        by=by,
        at=at,
    )
