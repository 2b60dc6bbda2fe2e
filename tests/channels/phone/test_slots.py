"""Slots lie within staffed hours, end before closing, keep quiet hours, and have room."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.schedules import Schedule
from muhatap.calendars.spans import Span
from muhatap.calendars.worktime import is_open_at
from muhatap.channels.call_slots import MOST, Room, first_slot, slots_from
from muhatap.customers.telling import PLAIN, Telling
from tests.world import NOON, OFFICE

OPEN = Schedule.from_json(OFFICE)
ROOM = Room(OPEN, Span.parse("2bh"), 2)
MOMENTS = st.integers(0, 60 * 24 * 600).map(lambda minutes: NOON + timedelta(minutes=minutes))


def test_the_first_slot_begins_at_once_and_the_next_at_the_full_hour():
    first, second = slots_from(ROOM, NOON + timedelta(minutes=10), [], PLAIN)[:2]
    assert (first.is_first, first.begins_at, first.ends_at) == (
        True,
        NOON + timedelta(minutes=10),
        NOON + timedelta(minutes=130),
    )
    assert (second.begins_at, second.ends_at) == (NOON + timedelta(hours=1), NOON + timedelta(hours=3))


def test_after_hours_the_first_slot_is_tomorrow_morning():
    slot = first_slot(ROOM, NOON + timedelta(hours=8), [], PLAIN)
    assert slot.begins_at == datetime(2026, 11, 19, 6, 0, tzinfo=UTC)


def test_on_friday_evening_the_next_slot_is_on_monday():
    slot = first_slot(ROOM, datetime(2026, 11, 20, 16, 0, tzinfo=UTC), [], PLAIN)
    assert slot.begins_at == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_an_hour_that_is_full_is_offered_to_nobody():
    taken = [NOON + timedelta(hours=1, minutes=minutes) for minutes in (0, 20)]
    begins = [slot.begins_at for slot in slots_from(ROOM, NOON, taken, PLAIN)]
    assert NOON + timedelta(hours=1) not in begins
    assert NOON + timedelta(hours=2) in begins


def test_nobody_is_called_in_her_quiet_hours():
    telling = Telling(quiet=(time(13, 0), time(15, 0)))
    begins = [slot.begins_at for slot in slots_from(ROOM, NOON, [], telling) if slot.begins_at.day == 18]
    # 15:00 and 16:00 in Istanbul; whatever touches 13 to 15 is out.
    assert begins == [NOON + timedelta(hours=3), NOON + timedelta(hours=4)]


def test_a_desk_that_never_opens_promises_nothing():
    closed = Schedule.from_json({"tz": "Europe/Istanbul", "hours": {}})
    assert slots_from(Room(closed, Span.parse("2bh"), 2), NOON, [], PLAIN) == []


@given(MOMENTS, st.sampled_from(["30m", "1bh", "2bh", "90m"]), st.integers(1, 5))
def test_every_slot_is_staffed_from_end_to_end(at, limit, per_hour):
    slots = slots_from(Room(OPEN, Span.parse(limit), per_hour), at, [], PLAIN)
    assert len(slots) <= MOST
    assert [each.begins_at for each in slots] == sorted({each.begins_at for each in slots})
    for slot in slots:
        assert slot.begins_at >= at.replace(second=0, microsecond=0)
        assert slot.begins_at < slot.ends_at
        assert is_open_at(OPEN, slot.begins_at)
        assert is_open_at(OPEN, slot.ends_at - timedelta(seconds=1))
        assert slot.begins_at.astimezone(OPEN.zone).date() == slot.ends_at.astimezone(OPEN.zone).date()


@pytest.mark.parametrize("per_hour", [1, 3])
def test_no_hour_gets_more_promises_than_it_has_room_for(per_hour):
    room, taken = Room(OPEN, Span.parse("1bh"), per_hour), []
    for _ in range(20):
        slot = first_slot(room, NOON, taken, PLAIN)
        if slot is None:
            break
        taken.append(slot.begins_at)
    hours = [each.replace(minute=0, second=0, microsecond=0) for each in taken]
    assert max(hours.count(each) for each in hours) <= per_hour
