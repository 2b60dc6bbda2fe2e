"""A charter's calendar as a schedule that can be reckoned with: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from muhatap.calendars.hours import Schedule
from muhatap.calendars.written import schedule_written
from muhatap.charters.mapping import to_plain
from muhatap.charters.places import Calendar


def schedule_of(calendar: Calendar, zone: str, years: Iterable[int]) -> Schedule:
    """The calendar in its own zone or this one, with its country's holidays of these years."""
    return schedule_written(to_plain(calendar), zone, years)


def beginning_of(day: date, zone: str) -> datetime:
    """The first moment of a day in a brand's zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone))
