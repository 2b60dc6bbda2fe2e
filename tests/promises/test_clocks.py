"""How a clock stands: every state at its boundaries."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.hours import Schedule
from muhatap.promises.clocks import (
    ClockState,
    Reading,
    overdue,
    remaining,
    share_used,
    state_of,
    was_on_target,
)

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
TARGET, LIMIT = START + timedelta(hours=48), START + timedelta(hours=72)
INSTANT = timedelta(microseconds=1)
OFFICE = Schedule("UTC", (*(((540, 1080),),) * 5, (), ()))


def reading(**known):
    return Reading(**{"started_at": START, "target_at": TARGET, "limit_at": LIMIT, **known})


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (START - INSTANT, ClockState.IDLE),
        (START, ClockState.CALM),
        (TARGET, ClockState.CALM),
        (TARGET + INSTANT, ClockState.SOON),
        (LIMIT, ClockState.SOON),
        (LIMIT + INSTANT, ClockState.LATE),
    ],
)
def test_a_running_clock_with_a_target(at, state):
    assert state_of(reading(), at) is state


def test_a_clock_without_a_target_is_soon_at_four_fifths():
    whole = Reading(started_at=START, limit_at=START + timedelta(hours=10))
    assert state_of(whole, START + timedelta(hours=8) - INSTANT) is ClockState.CALM
    assert state_of(whole, START + timedelta(hours=8)) is ClockState.SOON


def test_four_fifths_are_open_hours_where_the_clock_counts_those():
    # Monday 14:00 and ten open hours: Tuesday 15:00, so eight of them are used on Tuesday 13:00.
    begun = START + timedelta(hours=5)
    clock = Reading(started_at=begun, limit_at=START + timedelta(hours=30), business=OFFICE)
    assert state_of(clock, START + timedelta(hours=28) - INSTANT) is ClockState.CALM
    assert state_of(clock, START + timedelta(hours=28)) is ClockState.SOON
    assert share_used(clock, START + timedelta(hours=20)) == 0.4


def test_a_given_soon_time_decides():
    clock = Reading(started_at=START, limit_at=LIMIT, soon_at=START + timedelta(hours=1))
    assert state_of(clock, START + timedelta(hours=1)) is ClockState.SOON


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({"stopped_at": LIMIT}, ClockState.KEPT),
        ({"stopped_at": LIMIT, "met": True}, ClockState.KEPT),
        ({"stopped_at": TARGET, "met": False}, ClockState.MISSED),
        ({"stopped_at": LIMIT + INSTANT}, ClockState.MISSED),
        ({"stopped_at": LIMIT + INSTANT, "met": True}, ClockState.MISSED),
        ({"started_at": None}, ClockState.IDLE),
        ({"paused_at": TARGET}, ClockState.PAUSED),
        ({"paused_at": LIMIT}, ClockState.PAUSED),
        ({"paused_at": LIMIT + INSTANT}, ClockState.LATE),
        ({"paused_at": TARGET, "stopped_at": LIMIT}, ClockState.KEPT),
    ],
)
def test_a_clock_looked_at_long_afterwards(known, state):
    assert state_of(reading(**known), LIMIT + timedelta(days=9)) is state


def test_what_happens_later_is_not_known_yet():
    clock = reading(paused_at=TARGET, stopped_at=LIMIT)
    assert state_of(clock, TARGET - INSTANT) is ClockState.CALM
    assert state_of(clock, TARGET) is ClockState.PAUSED
    assert state_of(reading(stopped_at=LIMIT), TARGET + INSTANT) is ClockState.SOON


def test_on_target_is_a_measure_of_its_own():
    assert was_on_target(reading(stopped_at=TARGET)) is True
    assert was_on_target(reading(stopped_at=LIMIT)) is False
    assert was_on_target(reading(stopped_at=TARGET, met=False)) is False
    assert was_on_target(reading()) is None
    assert was_on_target(reading(target_at=None, stopped_at=TARGET)) is None


def test_seconds_left_and_over():
    assert remaining(reading(), LIMIT - timedelta(seconds=90)) == 90
    assert overdue(reading(), LIMIT - timedelta(seconds=90)) == 0
    assert remaining(reading(), LIMIT + timedelta(hours=1)) == 0
    assert overdue(reading(), LIMIT + timedelta(hours=1)) == 3600
    assert remaining(reading(paused_at=TARGET), LIMIT + timedelta(days=1)) == 86_400
    assert overdue(reading(stopped_at=LIMIT + timedelta(seconds=5)), LIMIT + timedelta(days=1)) == 5
    assert overdue(reading(paused_at=LIMIT + INSTANT), LIMIT + timedelta(days=1)) == 86_400


def test_the_share_used_leaves_pauses_out():
    waited = ((START + timedelta(hours=12), START + timedelta(hours=36)),)
    clock = reading(limit_at=START + timedelta(hours=96), pauses=waited)
    assert share_used(clock, START + timedelta(hours=36)) == pytest.approx(12 / 72)
    assert share_used(clock, START + timedelta(hours=96)) == 1
    assert share_used(clock, START + timedelta(hours=114)) == 1.25
    assert share_used(clock, START - INSTANT) == 0
    assert share_used(reading(limit_at=START), START + INSTANT) == 1


def test_times_of_one_zone_are_compared_as_moments():
    zone = ZoneInfo("Europe/London")
    first = datetime(2026, 10, 25, 1, 45, tzinfo=zone)
    second = datetime(2026, 10, 25, 1, 15, tzinfo=zone, fold=1)
    clock = Reading(started_at=first - timedelta(hours=1), limit_at=first)
    assert state_of(clock, second) is ClockState.LATE
    assert overdue(clock, second) == 1800


@given(st.integers(-100, 400), st.integers(0, 300), st.integers(0, 300), st.booleans())
def test_every_moment_has_one_state_and_left_or_over(at, target, limit, stopped):
    hour = timedelta(hours=1)
    clock = Reading(
        started_at=START,
        target_at=START + min(target, limit) * hour,
        limit_at=START + limit * hour,
        stopped_at=START + 200 * hour if stopped else None,
    )
    moment = START + at * hour
    state = state_of(clock, moment)
    assert remaining(clock, moment) == 0 or overdue(clock, moment) == 0
    assert (state in (ClockState.LATE, ClockState.MISSED)) == (overdue(clock, moment) > 0 and at >= 0)
