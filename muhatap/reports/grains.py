"""The spans that sums are kept for, and which of them make up a period: pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

DAY, MONTH, QUARTER, YEAR = "day", "month", "quarter", "year"
# The finest first; each span is made of whole ones of the grain before it.
GRAINS = (DAY, MONTH, QUARTER, YEAR)
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


def begin_of(grain: str, day: date) -> date:
    """The first day of the span in which a day lies."""
    if grain == DAY:
        return day
    months = _MONTHS[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def end_of(grain: str, begins_on: date) -> date:
    """The first day after the span that begins on this day."""
    if grain == DAY:
        return begins_on + timedelta(days=1)
    months = begins_on.month - 1 + _MONTHS[grain]
    return date(begins_on.year + months // 12, months % 12 + 1, 1)


def covering(
    kept: Iterable[tuple[str, date]], since: date, until: date, coarsest: str = YEAR
) -> list[tuple[str, date]]:
    """The coarsest of the kept spans that together hold each day from `since` to before `until`.

    A day belongs to one of them; where a coarser span is missing, the finer ones stand in.
    """
    allowed = GRAINS[: GRAINS.index(coarsest) + 1]
    begins: dict[str, set[date]] = {grain: set() for grain in allowed}
    for grain, begins_on in kept:
        if grain in begins and since <= begins_on and end_of(grain, begins_on) <= until:
            begins[grain].add(begins_on)
    return [
        (grain, begins_on)
        for place, grain in enumerate(allowed)
        for begins_on in sorted(begins[grain])
        if not _is_within(begins_on, allowed[place + 1 :], begins)
    ]


def _is_within(day: date, coarser: Sequence[str], begins: dict[str, set[date]]) -> bool:
    return any(begin_of(grain, day) in begins[grain] for grain in coarser)
