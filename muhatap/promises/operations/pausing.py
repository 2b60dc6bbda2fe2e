"""Pausing and resuming: only promises that say so wait while the customer or a third party has the word."""

from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockPaused, ClockResumed
from muhatap.promises.longer import pause_cap
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import rule_with_id
from muhatap.promises.timing import settle

CAP_REACHED = "cap_reached"
# It waited as long as one person may let it, and nobody else had agreed to more.
ALONE_REACHED = "alone_reached"


def pause_clocks(*, case: Case, reason: str, by: Actor, at: datetime) -> list[Clock]:
    """Pause the running clocks whose promise waits for this reason (`waiting_customer` …).

    A clock that has waited as long as its promise allows runs on; the sweep ends a pause at that moment.
    """
    with unit_of_work():
        clocks = [clock for clock in _running(case) if _may_wait(clock, reason)]
        for clock in clocks:
            _pause(case, clock, reason, by=by, at=at)
        if clocks:
            refresh_next_due(case=case, by=by, at=at)
    return clocks


def resume_clocks(*, case: Case, by: Actor, at: datetime) -> list[Clock]:
    """Let paused clocks run again; target and limit move by the pause, in the promise's own calendar."""
    with unit_of_work():
        clocks = [clock for clock in _running(case) if clock.paused_at is not None]
        for clock in clocks:
            end_pause(clock=clock, by=by, at=at)
        if clocks:
            refresh_next_due(case=case, by=by, at=at)
    return clocks


def end_pause(*, clock: Clock, by: Actor, at: datetime) -> None:
    """Let a paused clock run on: now, or from the moment when it had waited as long as it may."""
    may_wait_until = clock.paused_at + _left_to_wait(clock)
    if at < may_wait_until:
        _resume(clock, "", at, by=by, at=at)
    else:
        is_whole = pause_cap(clock) == rule_with_id(clock.promise_id).pause_cap
        _resume(clock, CAP_REACHED if is_whole else ALONE_REACHED, may_wait_until, by=by, at=at)


def let_wait(*, case: Case, clock: Clock, by: Actor, at: datetime) -> None:
    """Let a clock that may wait longer by now do so: its pause goes on, or begins again."""
    if clock.paused_at is not None:
        clock.next_step_at = clock.paused_at + _left_to_wait(clock)
        clock.save(update_fields=["next_step_at"])
    elif _may_wait(clock, case.status):
        with unit_of_work():
            _pause(case, clock, case.status, by=by, at=at)


def _may_wait(clock: Clock, reason: str) -> bool:
    rule = rule_with_id(clock.promise_id)
    return clock.paused_at is None and reason in rule.pauses and _waited(clock) < pause_cap(clock)


def _left_to_wait(clock: Clock) -> timedelta:
    return max(timedelta(), pause_cap(clock) - _waited(clock))


def _waited(clock: Clock) -> timedelta:
    return sum((end - begun for begun, end in clock.ended_pauses), timedelta())


def _running(case: Case) -> list[Clock]:
    return list(
        Clock.objects.select_for_update(of=("self",))
        .filter(case=case, stopped_at__isnull=True)
        .select_related("promise")
        .order_by("id")
    )


def _pause(case: Case, clock: Clock, reason: str, *, by: Actor, at: datetime) -> None:
    clock.paused_at = at
    clock.pause_reason = reason
    clock.next_step_at = at + _left_to_wait(clock)
    clock.save(update_fields=["paused_at", "pause_reason", "next_step_at"])
    record(
        ClockPaused(
            brand=case.brand_id,
            case=case.id,
            clock=clock.id,
            promise=clock.promise.code,
            reason=reason,
        ),
        by=by,
        at=at,
    )


def _resume(clock: Clock, why: str, resumed_at: datetime, *, by: Actor, at: datetime) -> None:
    begun = clock.paused_at or resumed_at
    ended = [begun.isoformat(), resumed_at.isoformat(), clock.pause_reason]
    clock.pauses = [*clock.pauses, [*ended, why] if why else ended]
    clock.paused_at = None
    clock.pause_reason = ""
    settle(clock, rule_with_id(clock.promise_id))
    clock.save(update_fields=["pauses", "paused_at", "pause_reason", "limit_at", "target_at", "next_step_at"])
    record(
        ClockResumed(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=clock.promise.code,
            limit_at=clock.limit_at,
            reason=why,
        ),
        by=by,
        at=at,
    )
