"""A calendar as data: what may be written, and what is refused with the place and the remedy."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from muhatap.calendars.schedules import ALWAYS, Schedule, ScheduleError
from tests.calendars.worlds import NINE_TO_SIX, schedules

WRITTEN = {
    "tz": "Europe/Istanbul",
    "hours": {"mon": [["09:00", "12:30"], ["13:30", "24:00"]], "sat": [["9:00", "13:00"]]},
    "holidays": ["2026-10-29"],
    "half_days": {"2026-10-28": [["09:00", "13:00"]]},
}


def test_a_calendar_is_read_from_json():
    schedule = Schedule.from_json(WRITTEN)
    assert schedule.hours[0] == ((540, 750), (810, 1440))
    assert schedule.hours[5] == ((540, 780),)
    assert schedule.holidays == {date(2026, 10, 29)}
    assert schedule.half_days == {date(2026, 10, 28): ((540, 780),)}
    assert schedule.half_days_count
    assert schedule.valid_until is None


def test_a_half_day_replaces_the_hours_of_its_day_even_of_a_holiday_or_a_closed_day():
    day = date(2026, 10, 28)
    schedule = Schedule("Europe/Istanbul", holidays=frozenset({day}), half_days={day: ((540, 780),)})
    assert schedule.hours_on(day) == ((540, 780),)
    assert schedule.is_working_day(day)
    assert not replace(schedule, half_days_count=False).is_counted_day(day)


def test_a_half_day_without_hours_is_no_working_day():
    day = date(2026, 10, 28)
    schedule = Schedule("Europe/Istanbul", (NINE_TO_SIX,) * 7, half_days={day: ()})
    assert not schedule.is_working_day(day)


def test_hours_that_touch_are_one_and_their_order_does_not_matter():
    hours = {"mon": [["13:00", "18:00"], ["09:00", "13:00"]]}
    assert Schedule.from_json({"tz": "UTC", "hours": hours}).hours[0] == NINE_TO_SIX


@given(schedules())
def test_what_is_written_reads_back_the_same(schedule):
    again = Schedule.from_json(schedule.to_json())
    assert again == schedule
    assert hash(again) == hash(schedule)


def test_day_and_night():
    assert ALWAYS("Europe/London").to_json()["hours"]["sun"] == [["00:00", "24:00"]]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"tz": "Europe/Ankara"}, "tz", "unknown_zone"),
        ({"tz": "../etc/passwd"}, "tz", "unknown_zone"),
        ({"tz": "Europe"}, "tz", "unknown_zone"),
        ({"tz": ""}, "tz", "unknown_zone"),
        ({"tz": "\ud800"}, "tz", "unknown_zone"),
        ({"tz": "a" * 5000}, "tz", "unknown_zone"),
        ({"tz": 3}, "tz", "unknown_zone"),
        ({"hours": []}, "hours", "not_an_object"),
        ({"hours": {"monday": []}}, "hours.monday", "unknown_weekday"),
        ({"hours": {"mon": {}}}, "hours.mon", "not_a_list"),
        ({"hours": {"mon": [["09:00"]]}}, "hours.mon[0]", "not_a_pair"),
        ({"hours": {"mon": ["09:00", "18:00"]}}, "hours.mon[0]", "not_a_pair"),
        ({"hours": {"mon": [[540, 1080]]}}, "hours.mon[0]", "not_a_time"),
        ({"hours": {"mon": [["09:00", "24:01"]]}}, "hours.mon[0]", "not_a_time"),
        ({"hours": {"mon": [["09:00", "18:60"]]}}, "hours.mon[0]", "not_a_time"),
        ({"hours": {"mon": [["٠٩:00", "18:00"]]}}, "hours.mon[0]", "not_a_time"),
        ({"hours": {"mon": [["22:00", "02:00"]]}}, "hours.mon", "ends_before_it_begins"),
        ({"hours": {"mon": [["09:00", "09:00"]]}}, "hours.mon", "ends_before_it_begins"),
        ({"hours": {"mon": [["09:00", "13:00"], ["12:59", "18:00"]]}}, "hours.mon", "overlap"),
        ({"holidays": "2026-10-29"}, "holidays", "not_a_list"),
        ({"holidays": ["2026-10-29", "2026-02-29"]}, "holidays[1]", "not_a_day"),
        ({"holidays": ["20261029"]}, "holidays[0]", "not_a_day"),
        ({"holidays": [20261029]}, "holidays[0]", "not_a_day"),
        ({"half_days": []}, "half_days", "not_an_object"),
        ({"half_days": {"28 Oct": []}}, "half_days.28 Oct", "not_a_day"),
        (
            {"half_days": {"2026-10-28": [["13:00", "09:00"]]}},
            "half_days.2026-10-28",
            "ends_before_it_begins",
        ),
        ({"half_days_count": 1}, "half_days_count", "not_a_truth"),
        ({"valid_until": "soon"}, "valid_until", "not_a_day"),
        ({"holiday": []}, "holiday", "unknown_field"),
    ],
)
def test_what_cannot_be_a_calendar_is_refused_by_field(change, field, code):
    with pytest.raises(ScheduleError) as refusal:
        Schedule.from_json({**WRITTEN, **change})
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("written", [None, [], "Europe/Istanbul", 7])
def test_a_calendar_is_an_object(written):
    with pytest.raises(ScheduleError, match="object"):
        Schedule.from_json(written)


def test_a_calendar_needs_a_zone_and_a_week_has_seven_days():
    with pytest.raises(ScheduleError, match="tz"):
        Schedule.from_json({"hours": {}})
    with pytest.raises(ScheduleError, match="seven"):
        Schedule("UTC", hours=(NINE_TO_SIX,))
