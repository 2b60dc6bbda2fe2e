"""What a measure is: its definition as data, and how its counts become a value. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from muhatap.reports import grid
from muhatap.reports.observations import Kind, Observation
from muhatap.reports.statistics import kappa

Counts = tuple[int, ...]
# Sizes below which a figure is called insufficient, and below which it is never broken down in public.
SMALL, PUBLIC_SMALL = 30, 10
TIME_ZONE = "the brand's zone"


class Form(StrEnum):
    """How counts become a value."""

    RATE = "rate"
    COMPLEMENT = "complement"
    MEAN = "mean"
    COUNT = "count"
    SCORE = "score"
    PER_THOUSAND = "per_thousand"
    MEDIAN = "median"
    P90 = "p90"
    KAPPA = "kappa"
    GAIN = "gain"


class Unit(StrEnum):
    """In what a value is said."""

    PERCENT = "percent"
    SECONDS = "seconds"
    HOURS = "hours"
    POINTS = "points"
    NUMBER = "number"
    MONEY = "money"
    MARKS = "marks"


DISTRIBUTIONS = frozenset({Form.MEDIAN, Form.P90})
_DECIMALS = {
    Unit.PERCENT: 2,
    Unit.SECONDS: 1,
    Unit.HOURS: 1,
    Unit.POINTS: 2,
    Unit.NUMBER: 2,
    Unit.MONEY: 2,
    Unit.MARKS: 1,
}
_SCALES = {Unit.HOURS: 3600, Unit.MONEY: 100, Unit.MARKS: 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: everything that somebody needs who computes it anew.

    `count` gives the counts of one observation, None where it is not of the population; for a median or
    percentile it gives the durations. A change of what is counted is a new version.
    """

    id: str
    title: dict[str, str]
    meaning: dict[str, str]
    formula: str
    population: str
    kinds: tuple[Kind, ...]
    form: Form
    count: Callable[[Observation], Counts | None]
    version: int = 1
    exclusions: str = "tests, spam and duplicates, which are counted apart"
    window: str = "by the day of receipt"
    zone: str = TIME_ZONE
    unit: Unit = Unit.PERCENT
    decimals: int | None = None
    is_better_up: bool | None = None
    target: float | None = None
    counts_excluded: bool = False
    # The name under which its durations are kept; measures of the same durations share it.
    distribution: str = ""

    @property
    def places(self) -> int:
        """To how many decimals it is rounded, half-up."""
        return _DECIMALS[self.unit] if self.decimals is None else self.decimals

    @property
    def is_distribution(self) -> bool:
        """Whether it is read off the distribution of durations."""
        return self.form in DISTRIBUTIONS

    @property
    def is_additive(self) -> bool:
        """Whether it is a share or a mean of a numerator and a denominator."""
        return self.form not in {*DISTRIBUTIONS, Form.KAPPA, Form.GAIN}

    @property
    def rounding(self) -> str:
        """How its value is rounded, in words."""
        said = f"half-up to {self.places} decimals"
        if self.is_distribution:
            rank = "mean of the two middle values" if self.form is Form.MEDIAN else "nearest rank ⌈0.9·n⌉"
            said += f"; {rank}, durations cut down to a grid of at most 0.84 %"
        return said

    @property
    def small_numbers(self) -> str:
        """What happens to few, in words."""
        return f"below {SMALL} called insufficient, below {PUBLIC_SMALL} never broken down in public"

    def counts_of(self, seen: Observation) -> Counts | None:
        """What one observation adds, None where it does not belong to the population."""
        if seen.kind not in self.kinds or bool(seen.excluded) is not self.counts_excluded:
            return None
        return self.count(seen)

    def value_of(self, counts: Sequence[int]) -> Fraction | None:
        """The value of added counts, None where nothing was counted. For what is no distribution."""
        if self.form is Form.KAPPA:
            return kappa(*counts)
        if self.form is Form.GAIN:
            return _gain(counts)
        part, whole = counts
        if self.form is Form.COUNT:
            return Fraction(part)
        if not whole:
            return None
        match self.form:
            case Form.RATE | Form.SCORE:
                return Fraction(100 * part, whole)
            case Form.COMPLEMENT:
                return 100 - Fraction(100 * part, whole)
            case Form.PER_THOUSAND:
                return Fraction(1000 * part, whole)
            case _:
                return Fraction(part, whole * _SCALES.get(self.unit, 1))

    def value_of_spread(self, spread: grid.Spread) -> Fraction | None:
        """The value of a distribution."""
        if self.form is Form.MEDIAN:
            found = grid.median(spread)
        else:
            found = grid.nearest_rank(spread, Fraction(9, 10))
        if found is None:
            return None
        return Fraction(found.numerator, found.denominator * _SCALES.get(self.unit, 1))

    def size_of(self, counts: Sequence[int]) -> int:
        """How many are behind added counts: what the rule of small numbers asks for."""
        if self.form is Form.KAPPA:
            return sum(counts)
        if self.form is Form.GAIN:
            return counts[1]
        return counts[0] if self.form is Form.COUNT else counts[1]

    @property
    def kept_as(self) -> str:
        """The name under which its counts are kept."""
        return self.distribution or self.id

    @property
    def width(self) -> int:
        """How many numbers its counts have."""
        return 4 if self.form in {Form.KAPPA, Form.GAIN} else 2


def both(tr: str, en: str) -> dict[str, str]:
    """A text in the two languages of the catalogue."""
    return {"tr": tr, "en": en}


def _gain(counts: Sequence[int]) -> Fraction | None:
    """The mean of the second pair less that of the first, in hours."""
    first, first_count, second, second_count = counts
    if not first_count or not second_count:
        return None
    return (Fraction(second, second_count) - Fraction(first, first_count)) / 3600
