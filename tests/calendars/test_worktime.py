"""Open time against an oracle that walks minute by minute, across changes of the offset."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.hours import ALWAYS, CalendarExhausted, NeverOpen, Schedule
from muhatap.calendars.worktime import (
    add_business_seconds,
    business_seconds,
    closing_of,
    is_open_at,
    next_opening,
    safe_due,
)
from tests.calendars.worlds import BRITAIN, TURKIYE, ZONES, istanbul, london, moments, open_minutes, schedules


@given(schedules(), moments(), st.integers(0, 4 * 1440))
def test_open_time_is_what_a_minute_by_minute_walk_counts(schedule, start, minutes):
    end = start + timedelta(minutes=minutes)
    assert business_seconds(schedule, start, end) == 60 * open_minutes(schedule, start, end)


@given(schedules(), moments())
def test_open_now_means_that_the_next_minute_counts(schedule, at):
    counts = business_seconds(schedule, at, at + timedelta(minutes=1)) == 60
    assert is_open_at(schedule, at) is counts
    opening = next_opening(schedule, at)
    assert is_open_at(schedule, opening)
    assert business_seconds(schedule, at, opening) == 0
    assert (opening == at) is counts


@given(schedules(), moments())
def test_closing_time_is_the_end_of_what_is_open_now(schedule, at):
    closing = closing_of(schedule, at)
    if closing is None:
        assert not is_open_at(schedule, at) or is_open_at(schedule, at + timedelta(days=15))
    else:
        assert not is_open_at(schedule, closing)
        assert timedelta(seconds=business_seconds(schedule, at, closing)) == closing - at


@given(schedules(), moments())
def test_nothing_is_worked_between_the_safe_due_and_the_due(schedule, due):
    safe = safe_due(schedule, due)
    assert safe <= due
    assert business_seconds(schedule, safe, due) == 0
    assert business_seconds(schedule, safe - timedelta(seconds=1), safe) == 1


@pytest.mark.parametrize("tz", ZONES)
def test_ten_years_of_a_wide_calendar_measure_as_the_days_say(tz):
    schedule = ALWAYS(tz)
    start = datetime(2020, 1, 1, tzinfo=UTC)
    end = add_business_seconds(schedule, start, 3653 * 86_400)
    assert end == datetime(2030, 1, 1, tzinfo=UTC)
    assert business_seconds(schedule, start, end) == 3653 * 86_400


def test_a_day_of_24_hours_is_23_or_25_when_the_offset_changes():
    sundays = Schedule("Europe/London", (*((),) * 6, ((0, 1440),)))
    spring, autumn = london(2026, 3, 29), london(2026, 10, 25)
    assert business_seconds(sundays, spring, spring + timedelta(days=2)) == 23 * 3600
    assert business_seconds(sundays, autumn, autumn + timedelta(days=2)) == 25 * 3600


def test_hours_inside_a_gap_begin_when_the_clock_has_jumped():
    night = Schedule("Europe/London", (*((),) * 6, ((90, 180),)))
    assert next_opening(night, london(2026, 3, 28)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert business_seconds(night, london(2026, 3, 29), london(2026, 3, 30)) == 3600
    swallowed = Schedule("Europe/London", (*((),) * 6, ((60, 120),)))
    assert business_seconds(swallowed, london(2026, 3, 29), london(2026, 3, 30)) == 0


def test_a_day_that_a_zone_left_out_has_no_hours():
    apia = ALWAYS("Pacific/Apia")
    assert apia.openings.on(date(2011, 12, 30)) == []
    start = datetime(2011, 12, 29, tzinfo=UTC)
    assert add_business_seconds(apia, start, 5 * 86_400) == start + timedelta(days=5)


def test_an_answer_on_closing_time_stays_there_and_nothing_moves_nowhere():
    assert add_business_seconds(TURKIYE, istanbul(2026, 11, 20, 17), 3600) == istanbul(2026, 11, 20, 18)
    assert add_business_seconds(TURKIYE, istanbul(2026, 11, 21, 12), 0) == istanbul(2026, 11, 21, 12)
    assert add_business_seconds(TURKIYE, istanbul(2026, 11, 21, 12), 1) == istanbul(2026, 11, 23, 9, 0, 1)


def test_open_hours_run_on_over_midnight():
    bar = Schedule("Europe/London", (*((),) * 4, ((1200, 1440),), ((0, 120), (1200, 1440)), ((0, 120),)))
    assert closing_of(bar, london(2026, 11, 20, 21)) == london(2026, 11, 21, 2)
    assert closing_of(bar, london(2026, 11, 20, 12)) is None
    assert closing_of(ALWAYS("Europe/London"), london(2026, 11, 20, 12)) is None


def test_questions_after_the_last_known_holiday_or_without_hours_are_refused():
    with pytest.raises(CalendarExhausted):
        is_open_at(TURKIYE, istanbul(2027, 1, 4, 10))
    with pytest.raises(CalendarExhausted):
        next_opening(TURKIYE, istanbul(2026, 12, 31, 20))
    with pytest.raises(CalendarExhausted):
        safe_due(TURKIYE, istanbul(2027, 2, 1, 20))
    with pytest.raises(CalendarExhausted):
        business_seconds(BRITAIN, london(2027, 12, 31, 9), london(2028, 1, 3, 10))
    with pytest.raises(NeverOpen):
        next_opening(Schedule("Europe/London"), london(2026, 11, 20))


def test_a_month_that_begins_open_begins_at_its_first_moment():
    round_the_clock = ALWAYS("Europe/Istanbul")
    for month in range(1, 13):
        first = istanbul(2026, month, 1)
        assert is_open_at(round_the_clock, first)
        assert not is_open_at(Schedule("Europe/Istanbul", half_days={first.date(): ((1, 2),)}), first)


def test_the_moment_of_opening_is_not_yet_worked():
    assert safe_due(TURKIYE, istanbul(2026, 11, 23, 9)) == istanbul(2026, 11, 20, 18)
    assert safe_due(TURKIYE, istanbul(2026, 11, 23, 18)) == istanbul(2026, 11, 23, 18)


def test_the_last_known_day_is_known_until_its_midnight():
    week = ALWAYS("Europe/London").hours
    known = Schedule("Europe/London", week, valid_until=date(2026, 11, 20))
    assert add_business_seconds(known, london(2026, 11, 20, 23), 3600) == london(2026, 11, 21)
    with pytest.raises(CalendarExhausted):
        add_business_seconds(known, london(2026, 11, 20, 23), 3601)


def test_parts_of_a_second_are_cut_towards_nothing():
    noon = london(2026, 11, 20, 12)
    later = noon + timedelta(seconds=1, microseconds=500_000)
    assert business_seconds(BRITAIN, noon, later) == 1
    assert business_seconds(BRITAIN, later, noon) == -1


def test_a_long_walk_over_many_centuries_forgets_old_months_and_stays_right():
    one_day = ALWAYS("UTC")
    for year in (1900, 2000, 2100, 2000):
        start = datetime(year, 1, 1, tzinfo=UTC)
        assert business_seconds(one_day, start, start + timedelta(days=36_000)) == 36_000 * 86_400
