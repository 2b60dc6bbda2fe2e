"""Who is on call at a moment: pure arithmetic over weekly shifts."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Protocol


class Shift(Protocol):
    """One shift of every week; it goes on into the next day where its end is not after its begin."""

    staff_id: int
    weekday: int
    begins: time
    ends: time
    position: int


def is_within(shift: Shift, local: datetime) -> bool:
    """Whether a shift holds at a moment of the wall clock where the team works; its end is outside."""
    begun_on = local.date() - timedelta(days=(local.weekday() - shift.weekday) % 7)
    begins = datetime.combine(begun_on, shift.begins)
    days = 0 if shift.ends > shift.begins else 1
    ends = datetime.combine(begun_on + timedelta(days=days), shift.ends)
    moment = local.replace(tzinfo=None)
    return begins <= moment < ends


def on_call_at(shifts: Iterable[Shift], local: datetime) -> list[int]:
    """The ids of those on call at a moment of the wall clock, each once, first to be paged first."""
    holding = [shift for shift in shifts if is_within(shift, local)]
    holding.sort(key=lambda shift: (shift.position, shift.begins, shift.staff_id))
    return list(dict.fromkeys(shift.staff_id for shift in holding))
