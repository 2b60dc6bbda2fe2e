"""Days, spans and numbers as conditions write them: pure."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

_UNITS = {
    **dict.fromkeys(("m", "min", "dk", "dakika"), "m"),
    **dict.fromkeys(("h", "sa", "saat"), "h"),
    **dict.fromkeys(("d", "g", "gun", "day", "days"), "d"),
    **dict.fromkeys(("w", "hf", "hafta", "week", "weeks"), "w"),
}
_LENGTHS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DAY_WORDS = {
    **dict.fromkeys(("today", "bugun"), "today"),
    **dict.fromkeys(("tomorrow", "yarin"), "tomorrow"),
    **dict.fromkeys(("yesterday", "dun"), "yesterday"),
}
_DAYS_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SPAN = re.compile(r"(-?)(\d{1,4})\s*([a-z]+)")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_AS_WRITTEN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,3})?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 8999


def read_span(written: str) -> str | None:
    """A span in its one spelling, such as `90m`, `-2h` or `3d`; None for what is no span."""
    match = _SPAN.fullmatch(written)
    unit = _UNITS.get(match[3]) if match else None
    return f"{match[1]}{int(match[2])}{unit}" if match and unit else None


def span_of(value: str) -> timedelta:
    """How long a span is that `read_span` gave."""
    return int(value[:-1]) * _LENGTHS[value[-1]]


def read_day(written: str) -> str | None:
    """A day in its one spelling, `2026-11-22` or `today`; None for what is no day."""
    if written in _DAY_WORDS:
        return _DAY_WORDS[written]
    match, turned = _DAY.fullmatch(written), _DAY_AS_WRITTEN.fullmatch(written)
    parts = match.groups() if match else turned.groups()[::-1] if turned else None
    if parts is None or not _FIRST_YEAR <= int(parts[0]) <= _LAST_YEAR:
        return None
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None


def is_span(value: str) -> bool:
    """Whether a value that was read is a span and not a day."""
    return value[-1] in _LENGTHS and value not in _DAYS_FROM_TODAY


def bounds_of_day(value: str, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a day begins and when the next one does, as moments of UTC."""
    if value in _DAYS_FROM_TODAY:
        day = at.astimezone(zone).date() + timedelta(days=_DAYS_FROM_TODAY[value])
    else:
        day = date.fromisoformat(value)
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def read_number(written: str) -> str | None:
    """A number with a point before at most three decimals; None for what is no number."""
    if not _NUMBER.fullmatch(written):
        return None
    return format(Decimal(written.replace(",", ".")).normalize() + 0, "f")


def thousandths(value: str) -> int:
    """A number that `read_number` gave, in thousandths."""
    return int(Decimal(value) * 1000)


def compare[Value: (datetime, int, timedelta)](left: Value, operator: str, right: Value) -> bool:
    """Whether two values stand in this order."""
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case _:
            return left == right


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
