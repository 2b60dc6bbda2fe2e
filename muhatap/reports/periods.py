"""Months, and the mornings on which reports go: pure."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_HOUR = 8


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


def next_moment(every: str, at: datetime, zone: str) -> datetime:
    """The next morning, Monday morning, or morning of a first of the month, at eight in this zone."""
    local = at.astimezone(ZoneInfo(zone))
    morning = local.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    while (every == "week" and morning.weekday() != 0) or (every == "month" and morning.day != 1):
        morning += timedelta(days=1)
    return morning
