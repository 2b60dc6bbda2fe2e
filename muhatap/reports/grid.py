"""The grid on which durations are counted for medians and percentiles: pure.

Counted on a fixed grid, distributions of days add up to those of months and years, and whoever counts
again gets the same figure. A duration is cut down to its step; no step is longer than 0.84 % of what it
measures, and whole seconds are exact below five minutes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate, pairwise

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
# From these seconds on, steps of so many seconds.
_STEPS = (
    (0, 1),
    (5 * _MINUTE, 2),
    (10 * _MINUTE, 5),
    (20 * _MINUTE, 10),
    (_HOUR, 30),
    (2 * _HOUR, _MINUTE),
    (6 * _HOUR, 2 * _MINUTE),
    (12 * _HOUR, 5 * _MINUTE),
    (_DAY, 10 * _MINUTE),
    (3 * _DAY, 30 * _MINUTE),
    (7 * _DAY, _HOUR),
    (14 * _DAY, 2 * _HOUR),
    (30 * _DAY, 6 * _HOUR),
    (90 * _DAY, _DAY),
    (400 * _DAY, 4 * _DAY),
)
_STARTS = tuple(start for start, _ in _STEPS)


def _first_lanes() -> Iterator[int]:
    lane = 0
    yield lane
    for (start, step), (until, _) in pairwise(_STEPS):
        lane += (until - start) // step
        yield lane


_FIRST = tuple(_first_lanes())


def lane_of(seconds: int) -> int:
    """The number of the step in which a duration of whole seconds lies; negative ones lie in the first."""
    if seconds <= 0:
        return 0
    band = bisect_right(_STARTS, seconds) - 1
    start, step = _STEPS[band]
    return _FIRST[band] + (seconds - start) // step


def seconds_of(lane: int) -> int:
    """The seconds at which a step begins."""
    band = bisect_right(_FIRST, lane) - 1
    start, step = _STEPS[band]
    return start + (lane - _FIRST[band]) * step


def on_grid(seconds: int) -> int:
    """A duration cut down to its step."""
    return seconds_of(lane_of(seconds))


def nearest_rank(counts: Mapping[int, int], share: Fraction) -> int | None:
    """The seconds at place ⌈share·n⌉ of a distribution by step, None without any."""
    if not counts:
        return None
    lanes, reached = _reached(counts)
    place = max(1, -(-share.numerator * reached[-1] // share.denominator))
    return seconds_of(lanes[bisect_left(reached, place)])


def median(counts: Mapping[int, int]) -> Fraction | None:
    """The middle of a distribution by step: of an even number, the mean of the two in the middle."""
    if not counts:
        return None
    lanes, reached = _reached(counts)
    total = reached[-1]
    low = seconds_of(lanes[bisect_left(reached, (total + 1) // 2)])
    high = seconds_of(lanes[bisect_left(reached, total // 2 + 1)])
    return Fraction(low + high, 2)


def _reached(counts: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """The steps in order, and how many lie in each and all before it."""
    lanes = sorted(counts)
    return lanes, list(accumulate(map(counts.__getitem__, lanes)))
