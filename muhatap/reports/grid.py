"""The grid on which durations are counted for medians and percentiles: pure.

Counted on a fixed grid, distributions of days add up to those of months and years, and whoever counts
again gets the same figure. A duration is cut down to its step; no step is longer than 0.84 % of what it
measures, and whole seconds are exact below five minutes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    (90 * _DAY, 18 * _HOUR),
    (400 * _DAY, 3 * _DAY),
)
_COUNT_BITS = 32
COUNT = (1 << _COUNT_BITS) - 1
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


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution in order: `steps` as `packed` gives them, `reached` sums whose low bits are counts."""

    steps: Sequence[int]
    reached: Sequence[int]

    @property
    def size(self) -> int:
        """How many durations there are."""
        return self.reached[-1] & COUNT if self.reached else 0

    def at(self, place: int) -> int:
        """The seconds at a place, the first one is 1."""
        step = self.steps[bisect_left(self.reached, place, key=COUNT.__and__)]
        return seconds_of(step >> _COUNT_BITS)


def packed(counts: Mapping[int, int]) -> list[int]:
    """Counts by step as numbers in order, the step above 32 bits of count."""
    return sorted(lane << _COUNT_BITS | count for lane, count in counts.items())


def joined(steps: Iterable[int]) -> list[int]:
    """Packed steps in order, those that came more than once added up."""
    counts: dict[int, int] = {}
    for step in steps:
        lane = step >> _COUNT_BITS
        counts[lane] = counts.get(lane, 0) + (step & COUNT)
    return packed(counts)


def spread_of(counts: Mapping[int, int] | Iterable[int]) -> Spread:
    """The distribution of counts by step, or of packed steps in any order."""
    steps = packed(counts) if isinstance(counts, Mapping) else sorted(counts)
    return Spread(steps, list(accumulate(steps)))


def nearest_rank(spread: Spread, share: Fraction) -> int | None:
    """The seconds at place ⌈share·n⌉ of a distribution, None without any."""
    if not spread.size:
        return None
    return spread.at(max(1, -(-share.numerator * spread.size // share.denominator)))


def median(spread: Spread) -> Fraction | None:
    """The middle of a distribution: of an even number, the mean of the two in the middle."""
    size = spread.size
    return Fraction(spread.at((size + 1) // 2) + spread.at(size // 2 + 1), 2) if size else None
