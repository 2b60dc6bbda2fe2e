"""A calendar as a charter writes it, as a schedule that can be reckoned with: pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from muhatap.calendars.feasts import with_public_holidays
from muhatap.calendars.schedules import Schedule


def schedule_written(entry: Mapping[str, Any], zone: str, years: Iterable[int]) -> Schedule:
    """The calendar of a charter's entry in its zone or this one, with its country's holidays of these years.

    What the entry leaves out has the charter's default.
    """
    holidays = entry.get("holidays") or {}
    schedule = Schedule.from_json(
        {
            "tz": entry.get("zone") or zone,
            "hours": {day: hours for day, hours in entry.get("hours", {}).items() if hours},
            "holidays": list(holidays.get("extra", ())),
            "half_days": dict(holidays.get("half_days", {})),
            "half_days_count": entry.get("half_days_count", True),
        }
    )
    if not holidays.get("country"):
        return schedule
    return with_public_holidays(schedule, holidays["country"], list(years))
