"""Whether cases of one sort come faster than before: pure.

Two counts of a Poisson process, `recent` in a short span and `before` in a longer one, are compared by
the conditional test: given their sum n, and if the rate never changed, `recent` is binomial with n trials
and probability span / (span + earlier span). Source: J. Przyborowski and H. Wilenski, "Homogeneity of
results in testing samples from Poisson series", Biometrika 31 (1940), 313-323. The tail is one-sided and
exact. A count at or below what a flat history expects has a tail of at least one half, because the median
of a binomial lies within one of its mean (R. Kaas and J. Buhrman, 1980): a flat history never alarms.
Many groups are looked at together, so the level is divided by their number (Bonferroni).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, lgamma, log, log1p

RECENT = timedelta(days=2)
HISTORY = timedelta(days=28)


class Sensitivity(StrEnum):
    """How readily an operator wants to be alarmed."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


# How often a history that did not change may alarm by chance, for all groups of one look together.
LEVEL = {Sensitivity.LOW: 1e-4, Sensitivity.NORMAL: 1e-3, Sensitivity.HIGH: 1e-2}


@dataclass(frozen=True, slots=True)
class Rate:
    """What came in the recent span, what a flat history lets expect, and how likely so many are by chance."""

    recent: int
    expected: float
    tail: float
    is_rising: bool


def tail_of(recent: int, before: int, span: float, earlier: float) -> float:
    """The chance of at least `recent` out of both counts if the rate is flat; spans in any one unit."""
    total = recent + before
    if recent <= 0 or earlier <= 0 or span <= 0:
        return 1.0
    share = span / (span + earlier)
    odds, rest = log(share), log1p(-share)
    logs = [
        lgamma(total + 1) - lgamma(k + 1) - lgamma(total - k + 1) + k * odds + (total - k) * rest
        for k in range(recent, total + 1)
    ]
    return min(1.0, sum(exp(each) for each in logs))


def rate_of(
    times: Sequence[datetime],
    *,
    at: datetime,
    since: datetime,
    sensitivity: Sensitivity,
    groups: int = 1,
    least: int = 5,
) -> Rate:
    """Judge the times of a group's cases; `since` is when the desk began to see any, `least` how many alarm.

    Times after `at` and before the history are left out; a desk without a history never alarms.
    """
    begin = max(since, at - HISTORY)
    turn = at - RECENT
    recent = sum(turn < each <= at for each in times)
    before = sum(begin <= each <= turn for each in times)
    earlier = (turn - begin).total_seconds()
    span = RECENT.total_seconds()
    # A day of history at least: from less nobody can say what is usual.
    if earlier < timedelta(days=1).total_seconds():
        return Rate(recent, float(before), 1.0, False)
    tail = tail_of(recent, before, span, earlier)
    level = LEVEL[sensitivity] / max(groups, 1)
    expected = (recent + before) * span / (span + earlier)
    return Rate(recent, expected, tail, recent >= least and recent > expected and tail < level)


def by_day(times: Sequence[datetime], *, last: datetime, days: int) -> list[int]:
    """How many came in each of the spans of 24 hours that end with `last`, the oldest first."""
    counts = [0] * days
    for each in times:
        age = int((last - each) // timedelta(days=1))
        if each <= last and 0 <= age < days:
            counts[days - 1 - age] += 1
    return counts
