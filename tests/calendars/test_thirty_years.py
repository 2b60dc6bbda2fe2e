"""The arithmetic against a walk from minute to minute: thirteen zones, thirty years, all their changes."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.calendars.hours import (
    LAST_DAYS,
    Schedule,
    Span,
    add_business_seconds,
    business_seconds,
    due_at,
    legal_due,
    safe_due,
)
from tests.calendars.worlds import OFFICE, day_hours

MINUTE = timedelta(minutes=1)
FIRST, LAST = 1997, 2026
# Half-hour zones, a change of half an hour, a skipped day, changes at midnight, pauses within summer time.
ZONES = (
    "Europe/Istanbul",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Pacific/Apia",
)


@cache
def changes(tz: str) -> tuple[datetime, ...]:
    """The days on which the offset of a zone changed in these years, found by looking at each of them."""
    zone, day = ZoneInfo(tz), datetime(FIRST, 1, 1, tzinfo=UTC)
    found = []
    while day.year <= LAST:
        following = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.append(day)
        day = following
    return tuple(found)


@st.composite
def worlds(draw) -> tuple[Schedule, datetime]:
    """A calendar with nights and holidays, and a start near a change of its zone's offset or anywhere."""
    tz = draw(st.sampled_from(ZONES))
    near = st.sampled_from(changes(tz)) if changes(tz) else st.nothing()
    anywhere = st.integers(0, 365 * 29).map(lambda n: datetime(FIRST, 1, 1, tzinfo=UTC) + timedelta(days=n))
    start = draw(st.one_of(near, near, anywhere)) + timedelta(minutes=draw(st.integers(-2880, 2880)))
    hours = list(draw(st.tuples(*(day_hours(),) * 7)))
    if not any(hours):
        hours = list(OFFICE)
    if draw(st.booleans()):
        hours = [((1320, 1800),) if draw(st.booleans()) else () for _ in range(7)]
        hours[draw(st.integers(0, 6))] = ((1320, 1800),)
    days = st.integers(-4, 12).map(lambda n: start.date() + timedelta(days=n))
    return Schedule(tz, tuple(hours), draw(st.frozensets(days, max_size=3))), start


def is_open(schedule: Schedule, wall: datetime) -> bool:
    """Whether the hours that began on this day or the day before hold this wall time."""
    minutes = wall.hour * 60 + wall.minute
    today = begun(schedule, wall.date())
    before = begun(schedule, wall.date() - timedelta(days=1))
    return any(a <= minutes < b for a, b in today) or any(a <= minutes + 1440 < b for a, b in before)


def begun(schedule: Schedule, day: date) -> tuple[tuple[int, int], ...]:
    return () if day in schedule.holidays else schedule.hours[day.weekday()]


def walk(schedule: Schedule, start: datetime):
    """Each minute from a start with whether the desk is open; a doubled hour is no second opening time."""
    zone, at = schedule.zone, start - timedelta(days=2)
    seen = datetime.min  # noqa: DTZ901
    while True:
        seen = max(seen, at.astimezone(zone).replace(tzinfo=None))
        if at >= start:
            yield at, is_open(schedule, seen)
        at += MINUTE


def walked_end(schedule: Schedule, start: datetime, minutes: int) -> datetime:
    counted = 0
    for at, opened in walk(schedule, start):
        if counted == minutes:
            return at
        counted += opened


def first_with(zone: ZoneInfo, start: datetime, wall: datetime) -> datetime:
    """The first moment that shows this wall time, moved by the gap where the zone skips it."""
    at = start.replace(second=0, microsecond=0)
    while True:
        shown, following = wall_of(zone, at), wall_of(zone, at + MINUTE)
        if shown == wall:
            return at
        if shown < wall < following:
            return at + (wall - shown)
        at += MINUTE


def wall_of(zone: ZoneInfo, at: datetime) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


@settings(max_examples=150, deadline=None)
@given(worlds(), st.integers(1, 1500))
def test_open_time_ends_where_the_walk_ends(world, minutes):
    schedule, start = world
    end = walked_end(schedule, start, minutes)
    due = add_business_seconds(schedule, start, minutes * 60)
    assert business_seconds(schedule, start, end) == minutes * 60
    assert due <= end
    assert business_seconds(schedule, due, end) == 0, "closing time stays closing time"


@settings(max_examples=100, deadline=None)
@given(worlds(), st.integers(0, 4 * 1440))
def test_open_minutes_are_those_of_the_walk(world, minutes):
    schedule, start = world
    end = start + timedelta(minutes=minutes)
    counted = 0
    for at, opened in walk(schedule, start):
        if at >= end:
            break
        counted += opened
    assert business_seconds(schedule, start, end) == counted * 60


@settings(max_examples=100, deadline=None)
@given(worlds(), st.integers(1, 3))
def test_days_keep_the_time_of_the_wall(world, days):
    schedule, start = world
    wall = wall_of(schedule.zone, start) + timedelta(days=days)
    assert due_at(schedule, start, Span(days, "d")) == first_with(
        schedule.zone, start + timedelta(days=days) - timedelta(hours=30), wall
    )


@settings(max_examples=100, deadline=None)
@given(worlds(), st.integers(1, 5), st.sampled_from(LAST_DAYS))
def test_a_limit_of_law_ends_at_midnight_after_its_last_day(world, days, last_day):
    schedule, start = world
    last = wall_of(schedule.zone, start).date() + timedelta(days=days)
    step = {"stay": 0, "forward": 1, "backward": -1}[last_day]
    while step and not begun(schedule, last):
        last += timedelta(days=step)
    after = datetime.combine(last + timedelta(days=1), time())
    at = datetime.combine(last, time(), UTC) - timedelta(days=1)
    while wall_of(schedule.zone, at) < after:
        at += MINUTE
    due = legal_due(schedule, start, Span(days, "d"), last_day)
    assert due == at
    assert business_seconds(schedule, safe_due(schedule, due), due) == 0


@settings(max_examples=100, deadline=None)
@given(worlds(), st.integers(1, 10))
def test_business_days_begin_after_the_day_of_receipt(world, count):
    schedule, start = world
    day, found = wall_of(schedule.zone, start).date(), 0
    while found < count:
        day += timedelta(days=1)
        found += bool(begun(schedule, day))
    shown = wall_of(schedule.zone, due_at(schedule, start, Span(count, "bd")) - timedelta(microseconds=1))
    assert shown.date() == day or not schedule.openings.on(day)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        # Summer time ended on 8 November, not on 25 October, because of an election.
        ((2015, 10, 24, 12), 48, "2015-10-26T12:00:00+03:00"),
        ((2015, 11, 7, 12), 48, "2015-11-09T11:00:00+02:00"),
        # It began on 27 March and never ended: +03 since then.
        ((2016, 3, 26, 12), 48, "2016-03-28T13:00:00+03:00"),
        ((2016, 10, 29, 12), 48, "2016-10-31T12:00:00+03:00"),
        ((2017, 3, 25, 12), 48, "2017-03-27T12:00:00+03:00"),
    ],
)
def test_istanbul_2015_and_2016(start, hours, due):
    zone = ZoneInfo("Europe/Istanbul")
    schedule = Schedule("Europe/Istanbul", OFFICE)
    at = due_at(schedule, datetime(*start, tzinfo=zone), Span(hours, "h")).astimezone(zone)
    assert at.isoformat() == due


def test_the_same_wall_time_three_days_later_over_both_changes():
    zone, schedule = ZoneInfo("Europe/Istanbul"), Schedule("Europe/Istanbul", OFFICE)
    for start in ((2015, 11, 6, 9), (2016, 3, 25, 9), (2016, 10, 28, 9)):
        begun_at = datetime(*start, tzinfo=zone)
        due = due_at(schedule, begun_at, Span(3, "d")).astimezone(zone)
        assert (due.date() - begun_at.date(), due.hour) == (timedelta(days=3), 9)


def test_a_skipped_day_is_stepped_over():
    zone, schedule = ZoneInfo("Pacific/Apia"), Schedule("Pacific/Apia", OFFICE)
    start = datetime(2011, 12, 29, 12, tzinfo=zone)
    assert due_at(schedule, start, Span(1, "d")).astimezone(zone) == datetime(2011, 12, 31, 12, tzinfo=zone)
    assert due_at(schedule, start, Span(24, "h")).astimezone(zone) == datetime(2011, 12, 31, 12, tzinfo=zone)


def test_there_are_changes_to_meet():
    assert sum(len(changes(tz)) for tz in ZONES) > 400
