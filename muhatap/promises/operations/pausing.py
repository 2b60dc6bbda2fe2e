"""Pausing and resuming: only promises that say so wait while the customer or a third party has the word."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.calendars.hours import due_at, extend
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockPaused, ClockResumed
from muhatap.promises.ladders import ladder_moments, next_step_at
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import Rule, rule_with_id


def pause_clocks(*, case: Case, reason: str, by: Actor, at: datetime) -> list[Clock]:
    """Pause the running clocks whose promise waits for this reason (`waiting_customer` …)."""
    with unit_of_work():
        clocks = [clock for clock in _running(case) if reason in clock.promise.pauses]
        for clock in clocks:
            clock.paused_at = at
            clock.next_step_at = None
            clock.save(update_fields=["paused_at", "next_step_at"])
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
        if clocks:
            refresh_next_due(case=case, by=by, at=at)
    return clocks


def resume_clocks(*, case: Case, by: Actor, at: datetime) -> list[Clock]:
    """Let paused clocks run again; target and limit move by the pause, in the promise's own calendar."""
    with unit_of_work():
        clocks = [clock for clock in _running(case) if clock.paused_at is not None]
        for clock in clocks:
            _resume(clock, rule_with_id(clock.promise_id), at)
            record(
                ClockResumed(
                    brand=case.brand_id,
                    case=case.id,
                    clock=clock.id,
                    promise=clock.promise.code,
                    limit_at=clock.limit_at,
                ),
                by=by,
                at=at,
            )
        if clocks:
            refresh_next_due(case=case, by=by, at=at)
    return clocks


def _running(case: Case) -> list[Clock]:
    return list(
        Clock.objects.select_for_update(of=("self",))
        .filter(case=case, stopped_at__isnull=True)
        .select_related("promise")
        .order_by("id")
    )


def _resume(clock: Clock, rule: Rule, at: datetime) -> None:
    paused_at = clock.paused_at or at
    clock.pauses = [*clock.pauses, [paused_at.isoformat(), at.isoformat()]]
    clock.paused_at = None
    paused = clock.ended_pauses
    limit_at = due_at(rule.schedule, clock.started_at, rule.limit)
    clock.limit_at = extend(rule.schedule, limit_at, rule.limit, paused)
    if rule.target is not None:
        target_at = due_at(rule.schedule, clock.started_at, rule.target)
        clock.target_at = extend(rule.schedule, target_at, rule.target, paused)
    moments = ladder_moments(rule.schedule, clock.started_at, rule.limit, rule.steps, rule.target, paused)
    clock.next_step_at = next_step_at(moments, set(clock.steps.values_list("threshold", flat=True)))
    clock.save(update_fields=["pauses", "paused_at", "limit_at", "target_at", "next_step_at"])
