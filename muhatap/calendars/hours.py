"""When a limit falls due, measured in the clock's own calendar; the door to this package's arithmetic.

Every function takes moments with a zone (ValueError otherwise) and answers in UTC.
"""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from muhatap.calendars import days, zones
from muhatap.calendars.openings import CalendarExhausted, CannotReckon, NeverOpen, OutOfReach
from muhatap.calendars.pauses import Pause, joined
from muhatap.calendars.schedules import ALWAYS, Schedule, ScheduleError
from muhatap.calendars.spans import DAYS, Span, SpanError
from muhatap.calendars.worktime import (
    add_business_micros,
    add_business_seconds,
    business_micros,
    business_seconds,
    closing_of,
    is_open_at,
    micros_within_reach,
    next_opening,
    safe_due,
)

LAST_DAYS = ("stay", "forward", "backward")

__all__ = [
    "ALWAYS",
    "LAST_DAYS",
    "CalendarExhausted",
    "CannotReckon",
    "NeverOpen",
    "OutOfReach",
    "Pause",
    "Schedule",
    "ScheduleError",
    "Span",
    "SpanError",
    "add_business_seconds",
    "business_days_before",
    "business_seconds",
    "closing_of",
    "due_at",
    "extend",
    "is_open_at",
    "last_day_counted",
    "legal_due",
    "moved_last_day",
    "next_opening",
    "safe_due",
    "share_at",
    "share_moments",
]


def due_at(schedule: Schedule, start: datetime, span: Span) -> datetime:
    """When a limit that starts at this moment falls due.

    `0bd` is the closing time of the day of receipt, or of the next business day where that has passed.
    """
    at = micros_within_reach(start)
    if span.unit == "bd":
        return _business_days_later(schedule, start, span.amount)
    if span.amount == 0:
        return zones.moment_of(at)
    if span.seconds is not None and span.counts_open_hours:
        return add_business_seconds(schedule, start, span.seconds)
    if span.seconds is not None:
        return zones.moment_of(at + span.seconds * zones.SECOND)
    wall = start.astimezone(schedule.zone)
    later = datetime.combine(days.day_after(wall.date(), span), wall.time())
    return zones.moment_of(zones.wall_moment(schedule.zone, later))


def legal_due(schedule: Schedule, start: datetime, span: Span, last_day: str = "stay") -> datetime:
    """24:00 of the last day of a limit in days, weeks, months or business days.

    The day of receipt is not counted. A last day on which nobody works stays, moves `forward` to the next
    working day (Regulation 1182/71, article 3(4)) or is pulled `backward` to the one before it, as the
    law says. Limits in hours run as they are.
    """
    if last_day not in LAST_DAYS:
        raise ValueError(f"A last day is one of {', '.join(LAST_DAYS)}.")
    if span.unit not in (*DAYS, "bd", "mo"):
        return due_at(schedule, start, span)
    micros_within_reach(start)
    return days.end_of(schedule, moved_last_day(schedule, last_day_counted(schedule, start, span), last_day))


def last_day_counted(schedule: Schedule, start: datetime, span: Span) -> date:
    """The last day of a limit of law before any holiday moves it; the day of receipt is not counted."""
    received = days.local_day(schedule, start)
    if span.unit == "bd":
        return days.counted_day(schedule, received, span.amount)
    return days.day_after(received, span)


def moved_last_day(schedule: Schedule, day: date, last_day: str) -> date:
    """Where a last day goes on which nobody works."""
    if last_day == "forward":
        return days.working_day_from(schedule, day)
    return days.working_day_until(schedule, day) if last_day == "backward" else day


def business_days_before(schedule: Schedule, due: datetime, count: int) -> datetime:
    """When work begins on the nth business day before the day on which a limit ends."""
    day = days.working_days_before(schedule, days.last_day_of(schedule, due), count)
    return days.opening_on(schedule, day)


def share_at(schedule: Schedule, start: datetime, span: Span, share: Fraction | float) -> datetime:
    """When this share of a limit is used up, in the limit's own calendar; shares above 1 run on in it."""
    return share_moments(schedule, start, span, (share,))[0]


def extend(schedule: Schedule, due: datetime, span: Span, paused: Iterable[Pause]) -> datetime:
    """The due time moved by pauses, each measured in the limit's own calendar.

    Open hours move by open time, days, weeks and months by wall time, business days by the business
    days that began during the pause. A pause that begins after the due time moves nothing.
    """
    due = zones.in_utc(due)
    for paused_at, resumed_at in joined(paused):
        if paused_at >= due:
            break
        due = _moved(schedule, due, span, (paused_at, resumed_at))
    return due


def share_moments(
    schedule: Schedule,
    start: datetime,
    span: Span,
    shares: Iterable[Fraction | float],
    paused: Iterable[Pause] = (),
    due: datetime | None = None,
) -> list[datetime]:
    """When each share of a limit is used up; the whole of it falls on its due time, moved by the pauses.

    `due` is the due time where it is known already, as for a legal limit.
    """
    start, paused = zones.in_utc(start), joined(paused)
    if due is None:
        due = extend(schedule, due_at(schedule, start, span), span, paused)
    due = zones.in_utc(due)
    counts = _measure(schedule, start, due, span)
    before = [(max(a, start), min(b, due)) for a, b in paused if a < due and b > start]
    allowed = counts.between(start, due) - sum(counts.between(a, b) for a, b in before)
    moments = []
    for share in shares:
        if share == 1:
            moments.append(due)
            continue
        moment = counts.after(start, int(allowed * _exact(share)))
        for paused_at, resumed_at in paused:
            if resumed_at > start and paused_at < moment:
                moment = counts.after(moment, counts.between(max(paused_at, start), resumed_at))
        moments.append(min(moment, due) if share < 1 else moment)
    return moments


def _exact(share: Fraction | float) -> Fraction:
    # As it is written: 0.1 is a tenth, though no float is.
    return share if isinstance(share, Fraction) else Fraction(str(share))


class _OpenTime:
    """Measures in open microseconds of a calendar."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule

    def between(self, start: datetime, end: datetime) -> int:
        return business_micros(self._schedule, start, end)

    def after(self, start: datetime, micros: int) -> datetime:
        return add_business_micros(self._schedule, start, micros)


class _RealTime:
    """Measures in elapsed microseconds."""

    def between(self, start: datetime, end: datetime) -> int:
        return zones.micros_of(end) - zones.micros_of(start)

    def after(self, start: datetime, micros: int) -> datetime:
        return zones.moment_of(zones.micros_of(start) + micros)


def _measure(schedule: Schedule, start: datetime, due: datetime, span: Span) -> _OpenTime | _RealTime:
    if span.counts_open_hours:
        return _OpenTime(schedule)
    if span.unit == "bd" and schedule.has_weekly_hours and business_micros(schedule, start, due) > 0:
        return _OpenTime(schedule)
    return _RealTime()


def _business_days_later(schedule: Schedule, start: datetime, count: int) -> datetime:
    day = days.counted_day(schedule, days.local_day(schedule, start), count)
    closing = days.closing_on(schedule, day)
    if closing < start:
        closing = days.closing_on(schedule, days.counted_day(schedule, day, 1))
    return closing


def _moved(schedule: Schedule, due: datetime, span: Span, pause: Pause) -> datetime:
    paused_at, resumed_at = pause
    if span.unit == "bd":
        count = days.counted_days_between(schedule, paused_at, resumed_at)
        if count == 0:
            return due
        last = days.last_day_of(schedule, due)
        return days.closing_on(schedule, days.counted_day(schedule, last, count))
    if span.counts_open_hours:
        return add_business_micros(schedule, due, business_micros(schedule, paused_at, resumed_at))
    if span.seconds is not None:
        return due + (resumed_at - paused_at)
    zone = schedule.zone
    waited = _wall(zone, resumed_at) - _wall(zone, paused_at)
    return zones.moment_of(zones.wall_moment(zone, _wall(zone, due) + waited))


def _wall(zone: ZoneInfo, at: datetime) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
