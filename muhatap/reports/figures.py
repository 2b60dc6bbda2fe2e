"""From counts to figures: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muhatap.reports.grid import Spread, spread_of
from muhatap.reports.measures import PUBLIC_SMALL, SMALL, Form, Measure
from muhatap.reports.observations import Observation
from muhatap.reports.rollups import Cell, add_to, merge
from muhatap.reports.statistics import rounded, wilson

SPANS = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of a measure for one part of the service; `key` says which, in the order asked for."""

    measure: Measure
    key: tuple[str, ...]
    exact: Fraction | None
    size: int
    part: int | None = None
    whole: int | None = None

    @property
    def value(self) -> Decimal | None:
        """The value rounded as the measure says, None where nothing was counted."""
        return None if self.exact is None else rounded(self.exact, self.measure.places)

    @property
    def is_insufficient(self) -> bool:
        """Whether too few are behind it to mean much; a count means what it says."""
        return self.measure.form is not Form.COUNT and self.size < SMALL

    @property
    def is_publishable(self) -> bool:
        """Whether it may be shown in public when broken down."""
        return self.size >= PUBLIC_SMALL

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The 95 % interval of a share of cases or answers, in percent."""
        if self.measure.form is not Form.RATE or not self.whole or self.part is None:
            return None
        if not 0 <= self.part <= self.whole:
            return None
        low, high = wilson(self.part, self.whole)
        return rounded(low * 100, 2), rounded(high * 100, 2)

    def told(self, by: Sequence[str] = ()) -> dict[str, Any]:
        """As plain values for JSON."""
        interval = self.interval
        return {
            **dict(zip(by, self.key, strict=True)),
            "kpi": self.measure.id,
            "version": self.measure.version,
            "value": None if self.value is None else float(self.value),
            "unit": str(self.measure.unit),
            "n": self.size,
            "numerator": self.part,
            "denominator": self.whole,
            "insufficient": self.is_insufficient,
            "interval_95": [float(each) for each in interval] if interval else None,
        }


def figure_of(measure: Measure, key: tuple[str, ...], cell: Cell) -> Figure:
    """The figure of added counts."""
    if measure.is_distribution:
        return _of_spread(measure, key, spread_of(cell.get(measure.kept_as, ())))
    kept = cell.get(measure.kept_as)
    counts = list(kept) if kept else [0] * measure.width
    part, whole = counts[:2] if measure.is_additive else (None, None)
    if measure.form is Form.COUNT:
        whole = None
    return Figure(measure, key, measure.value_of(counts), measure.size_of(counts), part, whole)


def figures_of(measures: Iterable[Measure], grouped: Mapping[tuple[str, ...], Cell]) -> list[Figure]:
    """The figures of each group, in the order of the keys; groups without anything counted are left out."""
    told: list[Figure] = []
    spreads: dict[tuple[str, tuple[str, ...]], Spread] = {}
    groups = sorted(grouped.items())
    for measure in measures:
        for key, cell in groups:
            if measure.kept_as not in cell:
                continue
            if not measure.is_distribution:
                told.append(figure_of(measure, key, cell))
                continue
            # Median and percentile read the same durations, which are put in order once.
            spread = spreads.get((measure.kept_as, key))
            if spread is None:
                spread = spreads[measure.kept_as, key] = spread_of(cell[measure.kept_as])
            told.append(_of_spread(measure, key, spread))
    return told


def _of_spread(measure: Measure, key: tuple[str, ...], spread: Spread) -> Figure:
    return Figure(measure, key, measure.value_of_spread(spread), spread.size)


def grouped(seen: Iterable[Observation], by: Sequence[str], brand: str = "") -> dict[tuple[str, ...], Cell]:
    """Observations added up by dimensions, spans of days, or brand."""
    groups: dict[tuple[str, ...], Cell] = {}
    for each in seen:
        add_to(groups.setdefault(key_of(each, by, brand), {}), each)
    return groups


def cell_of(measure: Measure, seen: Iterable[Observation]) -> Cell:
    """The counts of one measure that no rollup keeps."""
    cell: Cell = {}
    for each in seen:
        counts = measure.counts_of(each)
        if counts is not None:
            merge(cell, {measure.kept_as: list(counts)})
    return cell


def key_of(seen: Observation, by: Sequence[str], brand: str = "") -> tuple[str, ...]:
    """The group to which an observation belongs."""
    return tuple(
        brand if name == "brand" else span_of(name, seen.on) if name in SPANS else seen.place(name)
        for name in by
    )


def add_cells(
    groups: dict[tuple[str, ...], Cell], cells: Iterable[tuple[tuple[str, ...], Cell]]
) -> dict[tuple[str, ...], Cell]:
    """Add more cells to groups."""
    for key, cell in cells:
        merge(groups.setdefault(key, {}), cell)
    return groups


def span_of(name: str, day: date) -> str:
    """The day, the Monday of the week, or the month of a day, as text."""
    match name:
        case "week":
            return (day - timedelta(days=day.weekday())).isoformat()
        case "month":
            return day.strftime("%Y-%m")
        case _:
            return day.isoformat()
