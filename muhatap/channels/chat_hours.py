"""Whether a channel of the charter is offered, and whether people answer there now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.calendars import hours
from muhatap.calendars.hours import CannotReckon, Schedule
from muhatap.calendars.models import Calendar
from muhatap.incidents.queries import is_closed_by_hand


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether people answer now; if not, from when."""

    is_open: bool
    opens_at: datetime | None = None


def channel_said(brand: Brand, code: str) -> Mapping[str, Any] | None:
    """What the charter in force says of a channel; None where it is not offered."""
    said = (section_of(brand, "channels") or {}).get(code)
    return said if said and said.get("open", True) else None


def openness_of(brand: Brand, said: Mapping[str, Any], at: datetime, code: str = "live_chat") -> Openness:
    """Whether the channel's calendar is open at a moment, and nobody closed the channel by hand."""
    if is_closed_by_hand(brand.id, code, at):
        return Openness(False)
    row = Calendar.objects.filter(brand=brand, name=said.get("calendar", "")).first()
    if row is None:
        return Openness(True)
    schedule = Schedule.from_json(row.schedule)
    try:
        if hours.is_open_at(schedule, at):
            return Openness(True)
        return Openness(False, hours.next_opening(schedule, at))
    except CannotReckon:
        return Openness(False)
