"""Cases a day as bars: shapes in a box of 560 by 120, for a picture that a table stands beside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from muhatap.problems.rates import by_day

DAYS = 28
WIDTH, HEIGHT = 560, 120
_GAP = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: its count and its place in the picture."""

    on: date
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of 28 days, the highest count, and where the day of the fix stands, if it is within."""

    bars: tuple[Bar, ...]
    most: int
    total: int
    fix_x: int | None = None


def chart_of(times: list[datetime], at: datetime, fixed_on: date | None = None) -> Chart:
    """Count the days that end with the day of `at`, in the zone of `at`."""
    end = (
        at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - timedelta(microseconds=1)
    )
    local = [each.astimezone(at.tzinfo) for each in times]
    counts = by_day(local, last=end, days=DAYS)
    most = max(1, *counts)
    step = WIDTH // DAYS
    first = end.date() - timedelta(days=DAYS - 1)
    bars = tuple(
        Bar(
            on=first + timedelta(days=number),
            count=count,
            x=number * step,
            y=HEIGHT - round(count * HEIGHT / most),
            width=step - _GAP,
            height=round(count * HEIGHT / most),
        )
        for number, count in enumerate(counts)
    )
    fix = next((bar.x + bar.width + _GAP // 2 for bar in bars if bar.on == fixed_on), None)
    return Chart(bars, most, sum(counts), fix)
