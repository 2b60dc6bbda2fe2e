"""When a call can be promised: within staffed hours, outside of quiet hours, while there is room; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from muhatap.calendars.hours import due_at
from muhatap.calendars.openings import CannotReckon
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.spans import Span
from muhatap.calendars.worktime import closing_of, is_open_at, next_opening
from muhatap.customers.telling import Telling

DAYS_AHEAD = 5
MOST = 40
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Between which moments a call is promised; `is_first` begins at once."""

    begins_at: datetime
    ends_at: datetime
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What promises are made from: staffed hours, how long a promised call may take, and calls per hour."""

    schedule: Schedule
    limit: Span
    per_hour: int


def slots_from(room: Room, at: datetime, taken: Iterable[datetime], telling: Telling) -> list[Slot]:
    """The slots that can be promised at a moment, at most `MOST`; `taken` is when promised calls begin."""
    begun = Counter(_hour(each) for each in taken)
    found = []
    for slot in _every(room, at):
        if begun[_hour(slot.begins_at)] < room.per_hour and not _is_quiet(room, slot, telling):
            found.append(slot)
        if len(found) == MOST:
            break
    return found


def first_slot(room: Room, at: datetime, taken: Iterable[datetime], telling: Telling) -> Slot | None:
    """The earliest slot that can be promised."""
    return next(iter(slots_from(room, at, taken, telling)), None)


def _every(room: Room, at: datetime) -> Iterator[Slot]:
    first = _slot(room, at.replace(second=0, microsecond=0), is_first=True)
    if first is not None:
        yield first
    moment, last = _hour(at) + _HOUR, at + timedelta(days=DAYS_AHEAD)
    while moment < last:
        try:
            opening = next_opening(room.schedule, moment)
        except CannotReckon:
            return
        if opening > moment:
            # A desk that opens at half past nine promises from then on.
            moment = opening
        slot = _slot(room, moment)
        if slot is not None and moment < last:
            yield slot
        moment = _hour(moment) + _HOUR


def _slot(room: Room, begins_at: datetime, *, is_first: bool = False) -> Slot | None:
    """The slot that begins here; none where it would not end before the desk closes."""
    try:
        if not is_open_at(room.schedule, begins_at):
            return None
        ends_at = due_at(room.schedule, begins_at, room.limit)
        closing = closing_of(room.schedule, begins_at)
    except CannotReckon:
        return None
    if closing is not None and ends_at > closing:
        return None
    return Slot(begins_at.astimezone(UTC), ends_at.astimezone(UTC), is_first)


def _is_quiet(room: Room, slot: Slot, telling: Telling) -> bool:
    """Whether she asked for quiet at any moment of the slot."""
    moment = slot.begins_at
    while moment < slot.ends_at:
        if telling.quiet_until(moment.astimezone(room.schedule.zone)) is not None:
            return True
        moment += timedelta(minutes=15)
    last = slot.ends_at - timedelta(minutes=1)
    return telling.quiet_until(last.astimezone(room.schedule.zone)) is not None


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
