"""Public holidays against the official tables of 2026."""

from datetime import date, timedelta

import pytest

from muhatap.calendars.feasts import (
    estimated_days,
    half_day_hours,
    public_holidays,
    with_public_holidays,
)
from muhatap.calendars.schedules import Schedule, ScheduleError
from muhatap.calendars.written import schedule_written
from tests.calendars.worlds import NINE_TO_SIX, OFFICE, TURKIYE


def days(year, *month_days):
    return {date(year, month, day) for month, day in month_days}


def test_turkiye_2026():
    whole, half = public_holidays("TR", [2026])
    named = days(2026, (1, 1), (4, 23), (5, 1), (5, 19), (7, 15), (8, 30), (10, 29))
    ramazan = days(2026, (3, 20), (3, 21), (3, 22))
    kurban = days(2026, (5, 27), (5, 28), (5, 29), (5, 30))
    after_a_friday = days(2026, (5, 2))
    assert whole == named | ramazan | kurban | after_a_friday
    assert half == {date(2026, 3, 19): 780, date(2026, 5, 26): 780, date(2026, 10, 28): 780}


def test_england_and_wales_2026_with_the_substitute_day():
    whole, half = public_holidays("GB-ENG", [2026])
    official = days(2026, (1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28))
    assert {day for day in whole if day.weekday() < 5} == official
    assert half == {}


def test_a_holiday_that_ends_on_a_friday_takes_the_saturday_with_it():
    whole, _ = public_holidays("TR", [2027])
    assert date(2027, 1, 1).weekday() == 4
    assert date(2027, 1, 2) in whole


def test_half_days_cut_the_hours_of_their_weekday():
    monday, sunday = date(2026, 10, 26), date(2026, 10, 25)
    broken = (((540, 750), (810, 1080)), *OFFICE[1:])
    assert half_day_hours(broken, {monday: 600, sunday: 600}) == {monday: ((540, 600),)}
    assert half_day_hours(broken, {monday: 780}) == {monday: ((540, 750),)}
    assert half_day_hours(broken, {monday: 540}) == {monday: ()}


def test_what_a_calendar_says_of_a_day_stands():
    own = {date(2026, 10, 28): ((540, 660),), date(2026, 12, 31): ((540, 780),)}
    schedule = with_public_holidays(Schedule("Europe/Istanbul", OFFICE, half_days=own), "TR", [2026])
    assert schedule.half_days[date(2026, 10, 28)] == ((540, 660),)
    assert schedule.hours_on(date(2026, 12, 31)) == ((540, 780),)
    assert schedule.hours_on(date(2026, 5, 26)) == ((540, 780),)


def test_the_last_year_is_the_last_known():
    assert TURKIYE.valid_until == date(2026, 12, 31)
    assert TURKIYE.hours_on(date(2026, 12, 31)) == NINE_TO_SIX


def test_dates_by_the_moon_are_marked_when_they_are_only_reckoned():
    assert estimated_days("TR", [2026]) == frozenset()
    far = estimated_days("TR", [2045])
    assert far
    assert far <= public_holidays("TR", [2045])[0] | public_holidays("TR", [2045])[1].keys()


def test_other_countries_and_unknown_ones():
    whole, half = public_holidays("DE", [2026])
    assert date(2026, 10, 3) in whole
    assert half == {}
    for unknown in ("XX", "GB-XYZ", ""):
        with pytest.raises(ScheduleError, match="GB-ENG"):
            public_holidays(unknown, [2026])
    with pytest.raises(ScheduleError, match="years"):
        with_public_holidays(TURKIYE, "TR", [])


def test_no_holiday_is_both_whole_and_half():
    for year in range(2024, 2033):
        whole, half = public_holidays("TR", [year])
        assert not whole & half.keys()
        assert all(day.year == year or day - timedelta(days=1) in whole for day in whole)


class TestWritten:
    ENTRY = {
        "hours": {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
        "holidays": {"country": "TR"},
    }

    def test_an_operator_works_on_a_holiday_and_rests_on_days_of_its_own(self):
        own = self.ENTRY["holidays"] | {
            "worked": ["2026-10-28", "2026-10-29"],
            "extra": ["2026-12-31"],
            "names": {"2026-12-31": {"tr": "Sayım günü", "en": "Stocktaking"}},
        }
        schedule = schedule_written(self.ENTRY | {"holidays": own}, "Europe/Istanbul", [2026])
        assert schedule.hours_on(date(2026, 10, 28)) == ((540, 1080),)
        assert schedule.hours_on(date(2026, 10, 29)) == ((540, 1080),)
        assert schedule.hours_on(date(2026, 12, 31)) == ()
        assert schedule.names[date(2026, 12, 31)]["en"] == "Stocktaking"
        assert date(2026, 10, 29) not in schedule.names

    def test_a_half_holiday_begins_when_the_charter_says(self):
        own = self.ENTRY["holidays"] | {"half_day_until": "12:30"}
        schedule = schedule_written(self.ENTRY | {"holidays": own}, "Europe/Istanbul", [2026])
        assert schedule.hours_on(date(2026, 10, 28)) == ((540, 750),)

    def test_a_feast_that_is_only_reckoned_says_so_until_it_is_confirmed(self):
        feast = min(estimated_days("TR", [2045]))
        expected = schedule_written(self.ENTRY, "Europe/Istanbul", [2045])
        assert expected.names[feast]["tr"].endswith("(beklenen tarih)")
        own = self.ENTRY["holidays"] | {"confirmed_until": "2045-12-31"}
        confirmed = schedule_written(self.ENTRY | {"holidays": own}, "Europe/Istanbul", [2045])
        assert "beklenen" not in confirmed.names[feast]["tr"]
        assert confirmed.holidays == expected.holidays
