"""Opening hours of a week in words, days with the same hours in one line."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

_A_MONDAY = date(2024, 1, 1)


def week_lines(week: Sequence[Sequence[tuple[int, int]]]) -> tuple[tuple[str, str], ...]:
    """Days and their hours, from Monday on; each day's hours are minutes from its midnight."""
    lines: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for day, intervals in enumerate(week):
        if lines and lines[-1][2] == tuple(intervals):
            lines[-1] = (lines[-1][0], day, lines[-1][2])
        else:
            lines.append((day, day, tuple(intervals)))
    return tuple((_days(first, last), intervals_words(intervals)) for first, last, intervals in lines)


def intervals_words(intervals: Sequence[tuple[int, int]]) -> str:
    """Open hours in words."""
    if not intervals:
        return _("closed")
    if tuple(intervals) == ((0, 1440),):
        return _("24 hours")
    return ", ".join(f"{_clock(opening)}–{_clock(closing)}" for opening, closing in intervals)


def _days(first: int, last: int) -> str:
    names = [date_format(_A_MONDAY + timedelta(days=each), "l") for each in (first, last)]
    return names[0] if first == last else f"{names[0]} – {names[1]}"


def _clock(minutes: int) -> str:
    # A night that ends at 30:00 ends at six of the next day.
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes <= 1440 else _clock(minutes - 1440)
