"""Rows of the table: what was measured, its limit, and how they compare."""

import statistics
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True)
class Figure:
    """One measurement; `ratio` is the share of the limit that is reached (1 is the limit itself)."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    p95: float | None = None
    aim: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Our speed over the limit's: for times the limit's time over ours."""
        if not self.limit or not self.value:
            return None
        return self.value / self.limit if self.unit.endswith("/s") else self.limit / self.value

    def as_json(self) -> dict[str, Any]:
        """All of it, for the record."""
        ratio = self.ratio
        return {**asdict(self), "ratio": None if ratio is None else round(ratio, 4)}


def middle(values: list[float]) -> float:
    """The median."""
    return statistics.median(values) if values else 0.0


def share(values: list[float], percent: int) -> float:
    """The value that this many per cent stay below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0


def print_table(database: str, figures: list[Figure]) -> None:
    """The figures of one database."""
    print(f"\n{database}")
    print(f"  {'':46}{'ours':>12} {'limit':>12} {'ratio':>7} {'p95':>9}  aim")
    for figure in figures:
        limit = "" if figure.limit is None else _shown(figure.limit)
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        p95 = "" if figure.p95 is None else _shown(figure.p95)
        print(
            f"  {figure.name:46}{_shown(figure.value):>8} {figure.unit:>3} {limit:>12} {ratio:>7} {p95:>9}"
            f"  {figure.aim}{f'  ({figure.note})' if figure.note else ''}"
        )


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"
