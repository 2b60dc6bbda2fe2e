"""The sweep: every step of every ladder, taken once, however long nobody looked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockBroken, ClockStepReached
from muhatap.promises.ladders import BREACH, DueStep, due_steps, next_step_at
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.pausing import end_pause
from muhatap.promises.queries import due_clock_ids
from muhatap.promises.rules import Rule, rule_with_id
from muhatap.topics.models import Queue

_BATCH = 200
_MOST_URGENT = 1


@dataclass(frozen=True, slots=True)
class SweepResult:
    """How many clocks were looked at, and which steps were taken."""

    clocks: int
    steps: int
    broken: int
    found_late: int

    def __add__(self, other: "SweepResult") -> "SweepResult":
        return SweepResult(
            self.clocks + other.clocks,
            self.steps + other.steps,
            self.broken + other.broken,
            self.found_late + other.found_late,
        )


def sweep(*, by: Actor, at: datetime, limit: int = _BATCH) -> SweepResult:
    """Take the steps that have come for up to `limit` clocks; call again until `clocks` is 0."""
    total = SweepResult(0, 0, 0, 0)
    for clock_id in due_clock_ids(at, limit):
        total += _sweep_clock(clock_id, by=by, at=at)
    return total


def _sweep_clock(clock_id: int, *, by: Actor, at: datetime) -> SweepResult:
    with unit_of_work():
        # Another worker may hold it; what it does need not be done twice.
        skip = connection.features.has_select_for_update_skip_locked
        clock = (
            Clock.objects.select_for_update(skip_locked=skip, of=("self",))
            .select_related(
                "promise", "case__brand", "case__queue__escalates_to", "case__customer", "case__topic"
            )
            .filter(id=clock_id, stopped_at__isnull=True, next_step_at__lte=at)
            .first()
        )
        if clock is None:
            return SweepResult(0, 0, 0, 0)
        if clock.paused_at is not None:
            end_pause(clock=clock, by=by, at=at)
            refresh_next_due(case=clock.case, by=by, at=at)
            return SweepResult(1, 0, 0, 0)
        rule = rule_with_id(clock.promise_id)
        moments = rule.moments(clock.started_at, clock.ended_pauses)
        fired = set(clock.steps.values_list("threshold", flat=True))
        steps = due_steps(moments, fired, at)
        for step in steps:
            _take(clock, rule, step, by=by, at=at)
        fired |= {step.threshold.key for step in steps}
        upcoming = next_step_at(moments, fired)
        # The limit is broken only after its moment, so a sweep at that very moment looks again just after it.
        clock.next_step_at = None if upcoming is None else max(upcoming, at + timedelta(microseconds=1))
        clock.save(update_fields=["next_step_at"])
    return SweepResult(
        1,
        len(steps),
        sum(step.threshold.key == BREACH for step in steps),
        sum(step.late_detected for step in steps),
    )


def _take(clock: Clock, rule: Rule, step: DueStep, *, by: Actor, at: datetime) -> None:
    ClockStep.objects.create(
        clock=clock,
        threshold=step.threshold.key,
        due_at=step.at,
        reached_at=at,
        is_late_detected=step.late_detected,
    )
    actions = tuple(entry for entry in rule.ladder if str(entry["at"]) == step.threshold.key)
    for action in actions:
        _act(clock.case, action, by=by, at=at)
    fact = ClockBroken if step.threshold.key == BREACH else ClockStepReached
    record(
        fact(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=clock.promise.code,
            threshold=step.threshold.key,
            limit_at=clock.limit_at,
            is_late_detected=step.late_detected,
            actions=actions,
        ),
        by=by,
        at=at,
    )


def _act(case: Case, action: dict[str, object], *, by: Actor, at: datetime) -> None:
    """Raise and reassign here, with the step; telling follows once the step is recorded."""
    todo = action.get("do", ())
    if "raise" in todo and case.priority > _MOST_URGENT:
        cases.change_priority(case=case, priority=case.priority - 1, reason="ladder", by=by, at=at)
    if "reassign" in todo:
        queue = _queue_for(case, str(action.get("to", "")))
        if queue is not None:
            cases.move_to_queue(case=case, queue=queue, reason="ladder", by=by, at=at)
            cases.assign(case=case, owner=None, by=by, at=at)


def _queue_for(case: Case, to: str) -> Queue | None:
    if to.startswith("queue:"):
        return Queue.objects.filter(brand_id=case.brand_id, code=to.removeprefix("queue:")).first()
    return case.queue.escalates_to if case.queue else None
