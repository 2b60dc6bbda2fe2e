"""Calendars: zones, hours in order, days that exist, countries with known holidays, and some opening."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from holidays.registry import COUNTRIES

from muhatap.charters.checks.brand import check_zone
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.charters.schema.places import WEEKDAYS

DAY_MINUTES = 24 * 60


def check_hours(sheet: Sheet) -> None:
    """Note what is wrong with the calendars."""
    for path, calendar in sheet.entries("calendars"):
        if "zone" in calendar:
            check_zone(sheet, (*path, "zone"), calendar["zone"])
        hours = calendar["hours"]
        for day, intervals in hours.items():
            _check_intervals(sheet, (*path, "hours", day), intervals)
        _check_nights(sheet, (*path, "hours"), hours)
        if not any(hours.values()):
            sheet.note_key((*path, "hours"), "never_open", calendar=path[1])
        _check_holidays(sheet, (*path, "holidays"), calendar.get("holidays", {}))


def shortest_day(calendar: dict[str, Any]) -> int:
    """Return the open minutes of the calendar's shortest open weekday; a whole day if it has no hours."""
    days = [sum(minutes(end) - minutes(start) for start, end in each) for each in calendar["hours"].values()]
    return min([each for each in days if each > 0], default=DAY_MINUTES)


def minutes(time: str) -> int:
    """Return a time of day in minutes from midnight; "24:00" is 1440, "06:00+1" is 1800."""
    hour, _, minute = time.removesuffix("+1").partition(":")
    return int(hour) * 60 + int(minute) + (DAY_MINUTES if time.endswith("+1") else 0)


def _check_intervals(sheet: Sheet, path: Path, intervals: list[list[str]]) -> None:
    last = -1
    for index, (start, end) in enumerate(intervals):
        code = ""
        if not minutes(start) < min(minutes(end), DAY_MINUTES) or minutes(end) - minutes(start) > DAY_MINUTES:
            code = "interval_order"
        elif minutes(start) < last:
            code = "interval_overlap"
        if code:
            sheet.note((*path, index), code, start=start, end=end)
        last = minutes(end)


def _check_nights(sheet: Sheet, path: Path, hours: dict[str, list[list[str]]]) -> None:
    for place, day in enumerate(WEEKDAYS):
        following = WEEKDAYS[(place + 1) % len(WEEKDAYS)]
        if hours.get(day) and hours.get(following):
            start, end = hours[following][0]
            if minutes(hours[day][-1][1]) - DAY_MINUTES > minutes(start):
                sheet.note((*path, following, 0), "interval_overlap", start=start, end=end)


def _check_holidays(sheet: Sheet, path: Path, holidays: dict[str, Any]) -> None:
    country = holidays.get("country", "")
    if country and country not in _countries():
        sheet.note((*path, "country"), "country", value=country)
    for key in ("extra", "worked"):
        for index, day in enumerate(holidays.get(key, [])):
            if not _exists(day):
                sheet.note((*path, key, index), "date", value=day)
    if "confirmed_until" in holidays and not _exists(holidays["confirmed_until"]):
        sheet.note((*path, "confirmed_until"), "date", value=holidays["confirmed_until"])
    for day in holidays.get("names", {}):
        if not _exists(day):
            sheet.note_key((*path, "names", day), "date", value=day)
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
