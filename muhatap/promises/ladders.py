"""The steps of a ladder: when each comes, which are due and which were noticed late."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from muhatap.calendars.hours import (
    Pause,
    Schedule,
    Span,
    business_days_before,
    due_at,
    extend,
    share_moments,
)

DEFAULT_STEPS = ("target", "50", "80", "100", "125")
BREACH = "100"
LATE_DETECTION = timedelta(minutes=5)

_BEFORE = re.compile(r"([1-9][0-9]{0,2})bd-before", re.ASCII)
_SHARE = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


class StepError(ValueError):
    """A step of a ladder that is not written as a charter writes them."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A step of a ladder: the target, a share of the limit in per cent, or business days before it."""

    key: str
    percent: int | None = None
    days_before: int | None = None

    @classmethod
    @lru_cache(maxsize=512)
    def parse(cls, written: str | int) -> "Threshold":
        """The step that `target`, `80` or `3bd-before` names; StepError otherwise."""
        text = str(written).removesuffix("%")
        before = _BEFORE.fullmatch(text)
        if text == "target":
            return cls(text)
        if before:
            return cls(text, days_before=int(before[1]))
        if _SHARE.fullmatch(text) and int(text) <= 1000:
            return cls(text, percent=int(text))
        raise StepError(
            f"“{text[:40]}” is not a step; write target, a share of the limit up to 1000, or 3bd-before."
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of one clock and the time at which it comes."""

    threshold: Threshold
    at: datetime

    def has_come_at(self, at: datetime) -> bool:
        """Whether the step is due: the limit is broken only after its moment, the others come at theirs."""
        return at > self.at if self.threshold.key == BREACH else at >= self.at


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step to take now; `late_detected` when it came more than five minutes ago."""

    threshold: Threshold
    at: datetime
    late_detected: bool


def ladder_moments(
    schedule: Schedule,
    start: datetime,
    limit: Span,
    steps: Iterable[str | int] = DEFAULT_STEPS,
    target: Span | None = None,
    paused: Sequence[Pause] = (),
    limit_at: datetime | None = None,
) -> list[Moment]:
    """The steps of a clock in the order in which they come, in the clock's own calendar.

    `limit_at` is the end of a legal limit, which no pause moves. A step before the clock's start, such as
    business days before a short limit, is left out; so is `target` where there is none.
    """
    thresholds = list(dict.fromkeys(Threshold.parse(step) for step in steps))
    shares = [step for step in thresholds if step.percent is not None]
    fractions = [Fraction(step.percent, 100) for step in shares]
    moments = share_moments(schedule, start, limit, [*fractions, Fraction(1)], paused, limit_at)
    limit_at = moments.pop()
    ladder = [Moment(step, at) for step, at in zip(shares, moments, strict=True)]
    for step in thresholds:
        if step.days_before is not None:
            ladder.append(Moment(step, business_days_before(schedule, limit_at, step.days_before)))
        elif step.percent is None and target is not None:
            ladder.append(Moment(step, extend(schedule, due_at(schedule, start, target), target, paused)))
    return sorted((moment for moment in ladder if moment.at >= start), key=_order)


def due_steps(moments: Iterable[Moment], fired: Collection[str], at: datetime) -> list[DueStep]:
    """The steps that have come and were not yet taken, each once, in order; safe to ask again."""
    coming = sorted((moment for moment in moments if moment.threshold.key not in fired), key=_order)
    return [
        DueStep(moment.threshold, moment.at, at - moment.at > LATE_DETECTION)
        for moment in coming
        if moment.has_come_at(at)
    ]


def next_step_at(moments: Iterable[Moment], fired: Collection[str]) -> datetime | None:
    """When the next step comes that was not yet taken, None when all were."""
    return min((moment.at for moment in moments if moment.threshold.key not in fired), default=None)


def _order(moment: Moment) -> tuple[datetime, int, str]:
    return moment.at, moment.threshold.percent or 0, moment.threshold.key
