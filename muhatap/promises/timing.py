"""A clock's times as its promise gives them, whenever start, pauses or promise changed."""

from datetime import datetime

from muhatap.promises.ladders import next_step_at
from muhatap.promises.models import Clock
from muhatap.promises.rules import Rule


def settle(clock: Clock, rule: Rule) -> None:
    """Set target, limit and next step from start and pauses; the row is not saved."""
    clock.target_at, clock.limit_at = rule.of_clock(clock).due(clock.started_at, clock.ended_pauses)
    # While a clock waits, its next step is the end of the longest pause, which these times do not move.
    if clock.paused_at is None:
        clock.next_step_at = step_after(clock, rule)


def step_after(clock: Clock, rule: Rule) -> datetime | None:
    """When the next step comes that the clock has not taken."""
    return next_step_at(rule.of_clock(clock).moments(clock.started_at, clock.ended_pauses), fired_of(clock))


def fired_of(clock: Clock) -> set[str]:
    """The steps that the clock has taken towards the limit that it has now."""
    return set(clock.steps.filter(turn=clock.turn).values_list("threshold", flat=True))
