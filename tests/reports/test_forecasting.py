"""Forecasts, what they require, and what a change would bring."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.reports.erlang import Goal, Load, agents_needed
from muhatap.reports.forecasting import SLOTS, Expected, Work, clock_of, counted, forecast, outlook

_MONDAY = date(2026, 11, 23)
_GOAL = Goal(share=0.8, within=20, shrinkage=0.3)


def _days(counts: dict[date, int], slot: int = 20) -> dict[date, list[int]]:
    return {day: [count if each == slot else 0 for each in range(SLOTS)] for day, count in counts.items()}


def _mondays(*counts: int) -> dict[date, int]:
    return {_MONDAY - timedelta(weeks=week + 1): count for week, count in enumerate(counts)}


def test_a_monday_is_the_mean_of_the_last_mondays() -> None:
    told = forecast(_days(_mondays(10, 12, 14, 12, 100), 19), _MONDAY, weeks=4)
    assert (told.basis, told.total, told.is_guess, told.is_holiday) == (4, 12.0, False, False)
    assert clock_of(19) == "09:30"
    expected = told.slots[19]
    # The spread between the days (2.67) lies below chance alone (12): √(12 · 1.25) · 1.645.
    assert expected.mean == 12
    assert expected.high == pytest.approx(12 + 1.644854 * (12 * 1.25) ** 0.5)
    assert expected.low == pytest.approx(12 - 1.644854 * (12 * 1.25) ** 0.5)


def test_days_that_differ_more_than_chance_widen_the_interval() -> None:
    told = forecast(_days(_mondays(0, 40, 0, 40)), _MONDAY).slots[20]
    spread = 4 * 400 / 3
    assert told.high == pytest.approx(20 + 1.644854 * (spread * 1.25) ** 0.5)
    assert told.low == 0.0


def test_holidays_are_no_mondays_and_get_the_share_of_earlier_holidays() -> None:
    past = _MONDAY - timedelta(weeks=2)
    days = _days({**_mondays(10, 2, 10, 10), _MONDAY - timedelta(days=1): 4})
    assert forecast(days, _MONDAY, holidays={past}).total == 10
    told = forecast(days, _MONDAY, holidays={past, _MONDAY})
    assert (told.total, told.is_holiday) == (pytest.approx(2), True)
    # Where no holiday is known yet, one is taken for a Sunday.
    assert forecast(days, _MONDAY, holidays={_MONDAY}).total == 4


def test_nothing_known_is_nothing_expected() -> None:
    told = forecast({}, _MONDAY)
    assert (told.total, told.basis, told.is_guess) == (0, 0, True)
    assert all(each.low == each.high == 0 for each in told.slots)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=12))
def test_the_interval_holds_the_mean(counts: list[int]) -> None:
    for each in forecast(_days(_mondays(*counts)), _MONDAY).slots:
        assert 0 <= each.low <= each.mean <= each.high


@given(st.lists(st.integers(0, 60), min_size=SLOTS, max_size=SLOTS), st.integers(0, 30))
def test_a_day_takes_what_each_half_hour_takes(means: list[int], there: int) -> None:
    slots = [Expected(slot, mean, mean / 2, mean * 2) for slot, mean in enumerate(means)]
    told = outlook(slots, Work(handling=240, goal=_GOAL), [there] * SLOTS)
    loads = [Load(contacts=mean, period=1800, handling=240) for mean in means]
    assert [each.agents for each in told.needs] == [agents_needed(load, _GOAL).agents for load in loads]
    assert told.peak == max(each.agents for each in told.needs)
    assert told.short == sum(each.agents > there for each in told.needs)
    assert all(each.agents_high >= each.agents for each in told.needs)


def test_the_half_hour_of_the_worked_example() -> None:
    slots = [Expected(slot, 360.0 if slot == 20 else 0.0, 0, 400) for slot in range(SLOTS)]
    work = Work(handling=240, goal=Goal(share=0.8, within=15, shrinkage=0.3))
    told = outlook(slots, work, [55 if slot == 20 else 0 for slot in range(SLOTS)])
    assert (told.peak, told.heads, told.hours, told.short) == (55, 79, 27.5, 0)
    assert told.service_level == pytest.approx(0.845883, abs=5e-7)
    chats = Work(handling=600, at_once=3, goal=Goal(share=0.8, within=60))
    calls = [Expected(slot, 45.0 if slot == 20 else 0.0, 45, 45) for slot in range(SLOTS)]
    assert outlook(calls, chats, [7] * SLOTS).peak == 7


def test_what_if_more_comes_it_takes_more_and_one_more_helps() -> None:
    slots = [Expected(slot, 100.0 if slot in {20, 21} else 0.0, 80, 120) for slot in range(SLOTS)]
    there = [16 if slot in {20, 21} else 0 for slot in range(SLOTS)]
    work = Work(handling=240, goal=_GOAL, volume=1.2, more_people=4)
    told, before = outlook(slots, work, there), outlook(slots, work.as_it_is, there)
    assert work.is_tried
    assert not work.as_it_is.is_tried
    assert told.peak > before.peak
    assert told.service_level > before.service_level
    # People are put beside those who are there, not into the night.
    assert [each.scheduled for each in told.needs].count(20) == 2
    assert told.hours_scheduled == 20


def test_arrivals_are_counted_by_day_and_half_hour() -> None:
    days = counted(
        [(_MONDAY, 3), (_MONDAY, 3), (_MONDAY - timedelta(days=9), 1)], _MONDAY, _MONDAY + timedelta(2)
    )
    assert sorted(days) == [_MONDAY, _MONDAY + timedelta(1)]
    assert (days[_MONDAY][3], sum(days[_MONDAY + timedelta(1)])) == (2, 0)
