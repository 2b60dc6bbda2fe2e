"""A calendar as a charter writes it, as a schedule that can be reckoned with: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from muhatap.calendars.feasts import estimated_days, with_public_holidays, without_holidays
from muhatap.calendars.schedules import Schedule

_EXPECTED = {"tr": "(beklenen tarih)", "en": "(expected date)"}


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
            "names": holidays.get("names"),
        }
    )
    country, years = holidays.get("country"), list(years)
    if not country:
        return schedule
    hour, _, minute = holidays.get("half_day_until", "13:00").partition(":")
    national = with_public_holidays(schedule, country, years, int(hour) * 60 + int(minute))
    worked = [date.fromisoformat(day) for day in holidays.get("worked", ())]
    return _with_doubts(without_holidays(national, worked), country, years, holidays.get("confirmed_until"))


def _with_doubts(schedule: Schedule, country: str, years: list[int], confirmed_until: str | None) -> Schedule:
    """Feasts that follow the moon are only expected until somebody confirms them; their names say so."""
    last = date.fromisoformat(confirmed_until) if confirmed_until else date.min
    doubted = {day for day in estimated_days(country, years) if day > last} & schedule.names.keys()
    if not doubted:
        return schedule
    names = {
        day: {language: f"{name} {_EXPECTED.get(language, '')}".strip() for language, name in said.items()}
        if day in doubted
        else said
        for day, said in schedule.names.items()
    }
    return replace(schedule, names=names)
