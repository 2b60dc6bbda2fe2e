"""Spans of time in which a part worked badly or not: pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Effect(StrEnum):
    """What people notice: nothing, it is slow, or it cannot be reached."""

    NONE = "none"
    SLOW = "slow"
    CLOSED = "closed"


_WEIGHT = {Effect.NONE: 0, Effect.SLOW: 1, Effect.CLOSED: 2}


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until another (not included), with what people noticed; `planned` was announced."""

    since: datetime
    until: datetime
    effect: Effect
    planned: bool = False


def worst(effects: Iterable[Effect]) -> Effect:
    """The gravest of several effects; none where there are none."""
    return max(effects, key=_WEIGHT.__getitem__, default=Effect.NONE)


def spans_between(
    steps: Sequence[tuple[datetime, Effect]], end: datetime, *, planned: bool = False
) -> list[Span]:
    """What holds between steps in their order, the last one until `end`; effects of none are left out."""
    ends = [*(at for at, _ in steps[1:]), end]
    return [
        Span(since, min(until, end), effect, planned)
        for (since, effect), until in zip(steps, ends, strict=True)
        if effect is not Effect.NONE and since < min(until, end)
    ]


def cut(spans: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """The parts of spans that lie within a window, in the order of their beginnings."""
    inside = [
        Span(max(each.since, since), min(each.until, until), each.effect, each.planned)
        for each in spans
        if each.since < until and each.until > since
    ]
    return sorted(inside, key=lambda each: each.since)


def seconds_closed(spans: Iterable[Span], open_between: Callable[[datetime, datetime], int]) -> int:
    """Seconds in which it should have been open and could not be reached; what overlaps counts once."""
    total, reached = 0, None
    for each in sorted(spans, key=lambda span: span.since):
        if each.effect is not Effect.CLOSED:
            continue
        since = each.since if reached is None else max(each.since, reached)
        if since < each.until:
            total += open_between(since, each.until)
            reached = each.until
    return total
