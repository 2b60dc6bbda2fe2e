"""Who is here to work at a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.accounts.duty import Standing, WrongHours, is_absent, is_on_duty, is_within, read_hours

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday


def make_standing(**more) -> Standing:
    values = {
        "is_active": True,
        "presence": "available",
        "away_from": None,
        "away_until": None,
        "hours": {},
        "seen_at": NOW,
    }
    return Standing(**{**values, **more})


def on_duty(**more) -> bool:
    return is_on_duty(make_standing(**more), NOW, NOW)


def test_who_is_signed_in_and_available_is_here():
    assert on_duty()


@pytest.mark.parametrize(
    "more",
    [
        {"is_active": False},
        {"presence": "busy"},
        {"presence": "away"},
        {"away_until": NOW + timedelta(hours=1)},
        {"away_from": NOW, "away_until": NOW + timedelta(hours=1)},
        {"seen_at": None},
        {"seen_at": NOW - timedelta(minutes=30)},
        {"hours": {"wed": ["10:00", "18:00"]}},
        {"hours": {"thu": ["00:00", "23:59"]}},
    ],
)
def test_who_is_not(more):
    assert not on_duty(**more)


def test_an_absence_to_come_and_one_that_is_over_do_not_count():
    tomorrow = NOW + timedelta(days=1)
    assert not is_absent(make_standing(away_from=tomorrow, away_until=tomorrow + timedelta(days=1)), NOW)
    assert not is_absent(make_standing(away_until=NOW), NOW)


@given(st.integers(0, 7 * 24 * 60 - 1))
def test_night_hours_go_on_into_the_next_day(minute):
    moment = datetime(2026, 11, 16, tzinfo=UTC) + timedelta(minutes=minute)
    is_in = is_within({"sun": ["22:00", "06:00"]}, moment)
    begins = datetime(2026, 11, 15, 22, tzinfo=UTC)
    in_next_week = datetime(2026, 11, 22, 22, tzinfo=UTC)
    assert is_in == (moment < begins + timedelta(hours=8) or moment >= in_next_week)


def test_hours_are_read_and_nonsense_is_refused():
    assert read_hours({"mon": ("9:00".zfill(5), "18:00"), "tue": ("", "")}) == {"mon": ["09:00", "18:00"]}
    for wrong in (("09:00", ""), ("", "09:00"), ("09:00", "09:00"), ("x", "y")):
        with pytest.raises(WrongHours):
            read_hours({"mon": wrong})
