"""Stopping clocks: what was promised happened, or can no longer happen."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import UnitOfWork, record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockStopped
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.pausing import end_pause
from muhatap.promises.rules import rule_with_id


def stop_clocks(
    *,
    case: Case,
    names: Iterable[str],
    was_done: bool,
    by: Actor,
    at: datetime,
    done_at: datetime | None = None,
) -> list[Clock]:
    """Stop the named clocks that run; a promise is kept when it was done by its limit, never otherwise.

    `done_at` is when it was done, where that is noted only now.
    """
    wanted = frozenset(names)
    with unit_of_work() as unit:
        running = _just_started(case, unit) if case._state.adding else _running(case, wanted, unit)
        clocks = [clock for clock in running if clock.name in wanted]
        for clock in clocks:
            _stop(clock, was_done=was_done, done_at=done_at or at, by=by, at=at)
        if clocks:
            going_on = [clock for clock in running if clock.stopped_at is None]
            refresh_next_due(case=case, started=going_on, by=by, at=at)
    return clocks


def _just_started(case: Case, unit: UnitOfWork) -> list[Clock]:
    # A case that is opened in this very transaction has all its clocks among the rows to come.
    return [
        clock for clock in unit.rows.get(Clock, ()) if clock.case_id == case.id and clock.stopped_at is None
    ]


def _running(case: Case, names: frozenset[str], unit: UnitOfWork) -> list[Clock]:
    unit.flush()
    return list(
        Clock.objects.select_for_update(of=("self",))
        .filter(case=case, name__in=names, stopped_at__isnull=True)
        .order_by("id")
    )


def _stop(clock: Clock, *, was_done: bool, done_at: datetime, by: Actor, at: datetime) -> None:
    if clock.paused_at is not None:
        end_pause(clock=clock, by=by, at=at)
    clock.stopped_at = max(done_at, clock.started_at)
    clock.was_kept = was_done and clock.stopped_at <= clock.limit_at
    clock.next_step_at = None
    if not clock._state.adding:
        clock.save(update_fields=["stopped_at", "was_kept", "next_step_at"])
    record(
        ClockStopped(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=rule_with_id(clock.promise_id).code,
            was_kept=clock.was_kept,
            seconds=int((clock.stopped_at - clock.started_at).total_seconds()),
            done_at=None if clock.stopped_at == at else clock.stopped_at,
        ),
        by=by,
        at=at,
    )
