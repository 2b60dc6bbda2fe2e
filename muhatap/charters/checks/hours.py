"""Calendars: zones, hours in order, days that exist, countries with known holidays, and some opening."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from holidays.registry import COUNTRIES

from muhatap.charters.checks.brand import check_zone
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path

DAY_MINUTES = 24 * 60


def check_hours(sheet: Sheet) -> None:
    """Note what is wrong with the calendars."""
    for path, calendar in sheet.entries("calendars"):
        if "zone" in calendar:
            check_zone(sheet, (*path, "zone"), calendar["zone"])
        hours = calendar["hours"]
        for day, intervals in hours.items():
            _check_intervals(sheet, (*path, "hours", day), intervals)
        if not any(hours.values()):
            sheet.note_key((*path, "hours"), "never_open", calendar=path[1])
        _check_holidays(sheet, (*path, "holidays"), calendar.get("holidays", {}))


def shortest_day(calendar: dict[str, Any]) -> int:
    """Return the open minutes of the calendar's shortest open weekday; a whole day if it has no hours."""
    days = [sum(minutes(end) - minutes(start) for start, end in each) for each in calendar["hours"].values()]
    return min([each for each in days if each > 0], default=DAY_MINUTES)


def minutes(time: str) -> int:
    """Return a time of day in minutes from midnight; "24:00" is 1440."""
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def _check_intervals(sheet: Sheet, path: Path, intervals: list[list[str]]) -> None:
    last = -1
    for index, (start, end) in enumerate(intervals):
        code = ""
        if minutes(start) >= minutes(end):
            code = "interval_order"
        elif minutes(start) < last:
            code = "interval_overlap"
        if code:
            sheet.note((*path, index), code, start=start, end=end)
        last = minutes(end)


def _check_holidays(sheet: Sheet, path: Path, holidays: dict[str, Any]) -> None:
    country = holidays.get("country", "")
    if country and country not in _countries():
        sheet.note((*path, "country"), "country", value=country)
    for index, day in enumerate(holidays.get("extra", [])):
        if not _exists(day):
            sheet.note((*path, "extra", index), "date", value=day)
    for day, intervals in holidays.get("half_days", {}).items():
        here = (*path, "half_days", day)
        if not _exists(day):
            sheet.note_key(here, "date", value=day)
        _check_intervals(sheet, here, intervals)


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for names in COUNTRIES.values() for code in names)


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
