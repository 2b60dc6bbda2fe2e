"""Business days and calendar days: which day a limit ends on.

A business day is found within as many days as there are special days and a week, because a calendar
with weekly hours works on some weekday and one without counts Monday to Friday.
"""

from datetime import date, datetime, timedelta

from muhatap.calendars import zones
from muhatap.calendars.openings import CalendarExhausted, NeverOpen
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.spans import DAYS, Span

ONE_DAY = timedelta(days=1)
LONGEST_REST = 3660


def local_day(schedule: Schedule, at: datetime) -> date:
    """The day that the calendar's wall shows at this moment."""
    return zones.in_utc(at).astimezone(schedule.zone).date()


def last_day_of(schedule: Schedule, due: datetime) -> date:
    """The local day on which a limit ends; 24:00 belongs to the day that it ends."""
    return local_day(schedule, zones.in_utc(due) - zones.MICROSECOND)


def day_after(day: date, span: Span) -> date:
    """The day so many days, weeks or months later; a month ends on its last day where the day is missing."""
    if span.unit in DAYS:
        return day + timedelta(days=span.amount * DAYS[span.unit])
    years, month = divmod(day.month - 1 + span.amount, 12)
    following = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(day.year + years, month + 1, 1) + (day.day - 1) * ONE_DAY, following - ONE_DAY)


def counted_day(schedule: Schedule, day: date, count: int) -> date:
    """The nth business day after a day; for none, that day itself or the first business day after it."""
    if count == 0:
        day -= ONE_DAY
    for _ in range(max(count, 1)):
        day += ONE_DAY
        while not schedule.is_counted_day(day):
            day += ONE_DAY
        _refuse_unknown_day(schedule, day)
    return day


def working_day_from(schedule: Schedule, day: date) -> date:
    """That day or the first working day after it."""
    while not schedule.is_working_day(day):
        day += ONE_DAY
    _refuse_unknown_day(schedule, day)
    return day


def working_day_until(schedule: Schedule, day: date) -> date:
    """That day or the last working day before it."""
    _refuse_unknown_day(schedule, day)
    for _ in range(LONGEST_REST):
        if schedule.is_working_day(day):
            return day
        day -= ONE_DAY
    raise NeverOpen("The calendar has no working day before this one.")


def working_days_before(schedule: Schedule, day: date, count: int) -> date:
    """The nth business day before a day."""
    for _ in range(count):
        day -= ONE_DAY
        while not schedule.is_counted_day(day):
            day -= ONE_DAY
    return day


def counted_days_between(schedule: Schedule, start: datetime, end: datetime) -> int:
    """How many business days begin after the day of start, the day of end included."""
    day, last = local_day(schedule, start), local_day(schedule, end)
    return sum(schedule.is_counted_day(day + n * ONE_DAY) for n in range(1, (last - day).days + 1))


def opening_on(schedule: Schedule, day: date) -> datetime:
    """When the day's first hours begin, 00:00 where the calendar gives none."""
    intervals = schedule.openings.on(day)
    return zones.moment_of(intervals[0][0] if intervals else zones.midnight(schedule.zone, day))


def closing_on(schedule: Schedule, day: date) -> datetime:
    """When the day's last hours end, 24:00 where the calendar gives none."""
    intervals = schedule.openings.on(day)
    return zones.moment_of(intervals[-1][1]) if intervals else end_of(schedule, day)


def end_of(schedule: Schedule, day: date) -> datetime:
    """24:00 of the day in the calendar's zone."""
    return zones.moment_of(zones.midnight(schedule.zone, day + ONE_DAY))


def _refuse_unknown_day(schedule: Schedule, day: date) -> None:
    if schedule.valid_until is not None and day > schedule.valid_until:
        raise CalendarExhausted(f"The calendar knows its holidays only until {schedule.valid_until}.")
