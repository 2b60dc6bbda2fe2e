"""Stopping clocks: what was promised happened, or can no longer happen."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockStopped
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.pausing import end_pause


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
    with unit_of_work() as unit:
        unit.flush()
        clocks = list(
            Clock.objects.select_for_update(of=("self",))
            .filter(case=case, name__in=list(names), stopped_at__isnull=True)
            .select_related("promise")
            .order_by("id")
        )
        for clock in clocks:
            _stop(clock, was_done=was_done, done_at=done_at or at, by=by, at=at)
        if clocks:
            refresh_next_due(case=case, by=by, at=at)
    return clocks


def _stop(clock: Clock, *, was_done: bool, done_at: datetime, by: Actor, at: datetime) -> None:
    if clock.paused_at is not None:
        end_pause(clock=clock, by=by, at=at)
    clock.stopped_at = max(done_at, clock.started_at)
    clock.was_kept = was_done and clock.stopped_at <= clock.limit_at
    clock.next_step_at = None
    clock.save(update_fields=["stopped_at", "was_kept", "next_step_at"])
    record(
        ClockStopped(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=clock.promise.code,
            was_kept=clock.was_kept,
            seconds=int((clock.stopped_at - clock.started_at).total_seconds()),
            done_at=None if clock.stopped_at == at else clock.stopped_at,
        ),
        by=by,
        at=at,
    )
