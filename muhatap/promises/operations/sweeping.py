"""The sweep: every step of every ladder, taken once, however long nobody looked."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import connection

from muhatap.audit.recording import record, unit_of_work
from muhatap.calendars.spans import SECONDS, Span
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockBroken, ClockStepReached
from muhatap.promises.ladders import BREACH, DueStep, due_steps, next_step_at
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.operations.climbing import climb
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.pausing import end_pause
from muhatap.promises.queries import due_clock_ids
from muhatap.promises.rules import Rule, rule_with_id
from muhatap.promises.timing import fired_of

_BATCH = 200
PAGE_EVERY = timedelta(minutes=5)
_SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SweepResult:
    """How many clocks were looked at, which steps were taken and what they did; `longest_late` in seconds."""

    clocks: int
    steps: int
    broken: int
    found_late: int
    raised: int = 0
    moved: int = 0
    held: int = 0
    pages_begun: int = 0
    longest_late: int = 0

    def __add__(self, other: "SweepResult") -> "SweepResult":
        sums = {each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)}
        return SweepResult(**sums | {"longest_late": max(self.longest_late, other.longest_late)})


NOTHING_SWEPT = SweepResult(0, 0, 0, 0)


def sweep(*, by: Actor, at: datetime, limit: int = _BATCH) -> SweepResult:
    """Take the steps that have come for up to `limit` clocks; call again until `clocks` is 0."""
    total = NOTHING_SWEPT
    for clock_id in due_clock_ids(at, limit):
        total += _sweep_clock(clock_id, by=by, at=at)
    return total


def _sweep_clock(clock_id: int, *, by: Actor, at: datetime) -> SweepResult:
    with unit_of_work():
        clock = _claimed(clock_id, at)
        if clock is None:
            return NOTHING_SWEPT
        if clock.paused_at is not None:
            end_pause(clock=clock, by=by, at=at)
            refresh_next_due(case=clock.case, by=by, at=at)
            return SweepResult(1, 0, 0, 0)
        rule = rule_with_id(clock.promise_id).of_clock(clock)
        moments = rule.moments(clock.started_at, clock.ended_pauses)
        fired = fired_of(clock)
        result = SweepResult(1, 0, 0, 0)
        for step in due_steps(moments, fired, at):
            result += _take(clock, rule, step, by=by, at=at)
            fired.add(step.threshold.key)
        upcoming = next_step_at(moments, fired)
        # The limit is broken only after its moment, so a sweep at that very moment looks again just after it.
        clock.next_step_at = None if upcoming is None else max(upcoming, at + timedelta(microseconds=1))
        clock.save(update_fields=["next_step_at"])
    return result


def _claimed(clock_id: int, at: datetime) -> Clock | None:
    # Another worker may hold the clock, or somebody at a page its case: then it is swept the next time.
    skip = connection.features.has_select_for_update_skip_locked
    return (
        Clock.objects.select_for_update(skip_locked=skip, of=("self", "case"))
        .select_related(
            "promise", "case__brand", "case__queue__escalates_to", "case__customer", "case__topic"
        )
        .filter(id=clock_id, stopped_at__isnull=True, next_step_at__lte=at)
        .first()
    )


def _take(clock: Clock, rule: Rule, step: DueStep, *, by: Actor, at: datetime) -> SweepResult:
    key = step.threshold.key
    actions = tuple(entry for entry in rule.ladder if str(entry["at"]) == key)
    done = [
        climb(
            case=clock.case,
            todo=frozenset(action.get("do", ())),
            to=str(action.get("to", "")),
            by=by,
            at=at,
        )
        for action in actions
    ]
    pages = [action for action in actions if "page" in action.get("do", ()) and clock.case.is_open]
    ClockStep.objects.create(
        clock=clock,
        threshold=key,
        turn=clock.turn,
        due_at=step.at,
        reached_at=at,
        is_late_detected=step.late_detected,
        has_raised=any(each.raised for each in done),
        has_moved=any(each.moved for each in done),
        was_held=any(each.held for each in done),
        page_next_at=at if pages else None,
        page_every=_every(pages[0].get("page_every")) if pages else PAGE_EVERY,
    )
    fact = ClockBroken if key == BREACH else ClockStepReached
    record(
        fact(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=clock.promise.code,
            threshold=key,
            limit_at=clock.limit_at,
            is_late_detected=step.late_detected,
            actions=actions,
        ),
        by=by,
        at=at,
    )
    return SweepResult(
        clocks=0,
        steps=1,
        broken=int(key == BREACH),
        found_late=int(step.late_detected),
        raised=sum(each.raised for each in done),
        moved=sum(each.moved for each in done),
        held=sum(each.held for each in done),
        pages_begun=len(pages[:1]),
        longest_late=int((at - step.at).total_seconds()) if step.late_detected else 0,
    )


def _every(written: object) -> timedelta:
    span = Span.parse(str(written)) if written else None
    return max(_SHORTEST, timedelta(seconds=span.seconds)) if span and span.unit in SECONDS else PAGE_EVERY
