"""Open time: how much of it lies between two moments and when a given amount of it has passed."""

from datetime import datetime
from fractions import Fraction

from muhatap.calendars import zones
from muhatap.calendars.openings import CalendarExhausted, NeverOpen, OutOfReach
from muhatap.calendars.schedules import Schedule

EARLIEST_YEAR, LATEST_YEAR = 1800, 9800
BRIDGED_CLOSINGS = 31


def micros_within_reach(moment: datetime) -> int:
    """The moment as microseconds since 1970; OutOfReach outside the years 1800 to 9800."""
    micros = zones.micros_of(moment)
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise OutOfReach(f"Times are reckoned from the year {EARLIEST_YEAR} to {LATEST_YEAR}.")
    return micros


def business_seconds(schedule: Schedule, start: datetime, end: datetime) -> int:
    """Whole open seconds from start to end, negative when end lies before start."""
    micros = business_micros(schedule, start, end)
    return micros // zones.SECOND if micros >= 0 else -(-micros // zones.SECOND)


def business_micros(schedule: Schedule, start: datetime, end: datetime) -> int:
    """Open microseconds from start to end, negative when end lies before start."""
    first, last = micros_within_reach(start), micros_within_reach(end)
    if last < first:
        return -business_micros(schedule, end, start)
    refuse_unknown(schedule, last)
    return schedule.openings.worked_between(first, last)


def add_business_seconds(schedule: Schedule, start: datetime, seconds: int | Fraction) -> datetime:
    """The first moment by which so many open seconds have passed: closing time stays closing time.

    Nothing added gives the start itself, open or not. ValueError for less than nothing.
    """
    return add_business_micros(schedule, start, int(seconds * zones.SECOND))


def add_business_micros(schedule: Schedule, start: datetime, micros: int) -> datetime:
    """The first moment by which so many open microseconds have passed, in UTC."""
    if micros < 0:
        raise ValueError("Open time can only be added.")
    at = micros_within_reach(start)
    if micros:
        at = schedule.openings.advance(at, micros, _last_special_day(schedule))
    refuse_unknown(schedule, at)
    return zones.moment_of(at)


def is_open_at(schedule: Schedule, at: datetime) -> bool:
    """Whether the calendar is open at this moment; at closing time it no longer is."""
    moment = micros_within_reach(at)
    refuse_unknown(schedule, moment)
    return schedule.openings.is_open(moment)


def next_opening(schedule: Schedule, at: datetime) -> datetime:
    """This moment when the calendar is open, otherwise the moment when it next opens."""
    moment = micros_within_reach(at)
    opening, _ = schedule.openings.interval_ending_after(moment, _last_special_day(schedule))
    refuse_unknown(schedule, max(opening, moment))
    return zones.moment_of(max(opening, moment))


def closing_of(schedule: Schedule, at: datetime) -> datetime | None:
    """When the open hours around this moment end, midnight bridged; None when closed or open for weeks."""
    if not is_open_at(schedule, at):
        return None
    _, closing = schedule.openings.interval_ending_after(zones.micros_of(at))
    for _ in range(BRIDGED_CLOSINGS):
        if not schedule.openings.is_open(closing):
            return zones.moment_of(closing)
        _, closing = schedule.openings.interval_ending_after(closing)
    return None


def safe_due(schedule: Schedule, due: datetime) -> datetime:
    """The last working moment not after the due time: that time itself, or the closing time before it."""
    at = micros_within_reach(due)
    refuse_unknown(schedule, at)
    first = None if schedule.has_weekly_hours else _special_days(schedule)[0]
    _, closing = schedule.openings.interval_starting_before(at, first)
    return zones.moment_of(min(at, closing))


def refuse_unknown(schedule: Schedule, at: int) -> None:
    """Raise CalendarExhausted for a moment after the last day for which holidays are known."""
    if schedule.known_until is not None and at > schedule.known_until:
        raise CalendarExhausted(f"The calendar knows its holidays only until {schedule.valid_until}.")


def _last_special_day(schedule: Schedule) -> int | None:
    return None if schedule.has_weekly_hours else _special_days(schedule)[-1]


def _special_days(schedule: Schedule) -> list[int]:
    days = sorted(day.toordinal() for day, hours in schedule.half_days.items() if hours)
    if not days:
        raise NeverOpen("The calendar has no open hours at all, so no open time can pass.")
    return days
