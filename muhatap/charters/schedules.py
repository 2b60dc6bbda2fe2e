"""A charter's calendar as a schedule that can be reckoned with: pure."""

from __future__ import annotations

from collections.abc import Iterable

from muhatap.calendars.feasts import with_public_holidays
from muhatap.calendars.hours import Schedule
from muhatap.charters.shape import Calendar

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def schedule_of(calendar: Calendar, zone: str, years: Iterable[int]) -> Schedule:
    """The calendar in its own zone or this one, with its country's holidays of these years."""
    said = {
        "tz": calendar.zone or zone,
        "hours": {
            day: [[part.start, part.end] for part in hours]
            for day, hours in zip(_DAYS, calendar.hours.days(), strict=True)
            if hours
        },
        "holidays": list(calendar.holidays.extra),
        "half_days": {
            half.day: [[part.start, part.end] for part in half.hours] for half in calendar.holidays.half_days
        },
        "half_days_count": calendar.half_days_count,
    }
    schedule = Schedule.from_json(said)
    if not calendar.holidays.country:
        return schedule
    return with_public_holidays(schedule, calendar.holidays.country, list(years))
