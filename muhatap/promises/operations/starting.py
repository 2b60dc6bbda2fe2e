"""Starting clocks: the promises that apply to the case, with the times they give."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClocksStarted
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import Rule, facts_of, promises_for


def start_clocks(
    *,
    case: Case,
    names: Iterable[str],
    started_at: datetime,
    by: Actor,
    at: datetime,
    rules: Mapping[str, Rule] | None = None,
) -> list[Clock]:
    """Start those of the named clocks that a promise applies to and that are not running yet.

    The promises are those of the charter in force, unless `rules` gives others by clock.
    """
    wanted = promises_for(case.brand, facts_of(case)) if rules is None else rules
    with unit_of_work() as unit:
        running: set[str] = set()
        if not case._state.adding:
            unit.flush()
            running = _running(case)
        clocks = [
            _clock(case, wanted[name], started_at) for name in names if name in wanted and name not in running
        ]
        if not clocks:
            return []
        unit.add(*clocks)
        refresh_next_due(case=case, started=clocks, by=by, at=at)
        record(
            ClocksStarted(
                brand=case.brand_id,
                case=case.id,
                clocks=tuple(_told(clock, wanted[clock.name]) for clock in clocks),
            ),
            by=by,
            at=at,
        )
    return clocks


def _running(case: Case) -> set[str]:
    return set(Clock.objects.filter(case=case, stopped_at__isnull=True).values_list("name", flat=True))


def _clock(case: Case, rule: Rule, started_at: datetime) -> Clock:
    target_at, limit_at = rule.due(started_at)
    return Clock(
        brand_id=case.brand_id,
        case=case,
        promise_id=rule.promise_id,
        name=rule.clock,
        started_at=started_at,
        target_at=target_at,
        limit_at=limit_at,
        next_step_at=rule.first_step_at(started_at),
    )


def _told(clock: Clock, rule: Rule) -> dict[str, object]:
    return {
        "clock": str(clock.id),
        "name": clock.name,
        "promise": rule.code,
        "started_at": clock.started_at.isoformat(),
        "target_at": clock.target_at.isoformat() if clock.target_at else None,
        "limit_at": clock.limit_at.isoformat(),
    }
