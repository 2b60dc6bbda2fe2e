"""The ladder: when its steps come, and that each is taken once whatever happened meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.feasts import with_public_holidays
from muhatap.calendars.hours import ALWAYS, Schedule, Span, legal_due
from muhatap.promises.ladders import StepError, Threshold, due_steps, ladder_moments, next_step_at

ALL_DAY = ALWAYS("UTC")
OFFICE = Schedule("Europe/Istanbul", (*(((540, 1080),),) * 5, (), ()))
START = datetime(2026, 11, 23, 9, tzinfo=UTC)
LADDER = ladder_moments(ALL_DAY, START, Span.parse("100h"), target=Span.parse("48h"))


def hours(count):
    return START + timedelta(hours=count)


def test_the_steps_come_in_order_of_time():
    found = [(moment.threshold.key, moment.at) for moment in LADDER]
    assert found == [
        ("target", hours(48)),
        ("50", hours(50)),
        ("80", hours(80)),
        ("100", hours(100)),
        ("125", hours(125)),
    ]


def test_without_a_target_there_is_no_such_step():
    keys = [moment.threshold.key for moment in ladder_moments(ALL_DAY, START, Span.parse("1h"))]
    assert keys == ["50", "80", "100", "125"]


def test_shares_run_in_open_hours():
    monday = datetime(2026, 11, 23, 17, tzinfo=OFFICE.zone)
    found = ladder_moments(OFFICE, monday, Span.parse("8bh"), [50, "80%", 100, 50])
    tuesday = monday + timedelta(hours=16)
    assert [moment.at for moment in found] == [
        tuesday + timedelta(hours=3),
        tuesday + timedelta(hours=5, minutes=24),
        tuesday + timedelta(hours=7),
    ]


def test_pauses_move_the_steps_and_the_target():
    waited = [(hours(10), hours(20)), (hours(90), hours(95))]
    found = ladder_moments(ALL_DAY, START, Span.parse("100h"), target=Span.parse("48h"), paused=waited)
    assert [moment.at for moment in found] == [hours(count) for count in (58, 60, 90, 115, 140)]


def test_a_legal_ladder_counts_business_days_before_the_limit():
    calendar = with_public_holidays(OFFICE, "TR", [2026])
    start = datetime(2026, 10, 1, 9, tzinfo=OFFICE.zone)
    found = ladder_moments(calendar, start, Span.parse("30d"), ["100", "3bd-before", "40bd-before"])
    assert [(moment.threshold.key, moment.at) for moment in found] == [
        ("3bd-before", datetime(2026, 10, 27, 9, tzinfo=OFFICE.zone)),
        ("100", datetime(2026, 10, 31, 9, tzinfo=OFFICE.zone)),
    ]


def test_a_legal_ladder_measures_to_midnight_of_the_last_day():
    start = datetime(2026, 11, 23, 12, tzinfo=OFFICE.zone)
    limit = Span.parse("2d")
    legal = legal_due(OFFICE, start, limit, last_day="forward")
    found = ladder_moments(OFFICE, start, limit, [50, 100], limit_at=legal)
    midnight = datetime(2026, 11, 26, tzinfo=OFFICE.zone)
    assert [moment.at for moment in found] == [start + timedelta(hours=30), midnight]


@pytest.mark.parametrize("written", ["", "half", "0", "1001", "-5", "0bd-before", "3d-before", "٥٠", None])
def test_what_is_no_step_is_refused(written):
    with pytest.raises(StepError, match="3bd-before"):
        Threshold.parse(written)


def test_the_limit_is_broken_only_after_its_moment():
    def keys(at):
        return [step.threshold.key for step in due_steps(LADDER, {"target", "50", "80"}, at)]

    assert keys(hours(100)) == []
    assert keys(hours(100) + timedelta(microseconds=1)) == ["100"]
    assert [step.threshold.key for step in due_steps(LADDER, (), hours(48))] == ["target"]


def test_after_a_long_stop_every_step_comes_once_and_says_that_it_was_noticed_late():
    found = due_steps(LADDER, {"target"}, hours(80) + timedelta(minutes=5))
    assert [(step.threshold.key, step.late_detected) for step in found] == [("50", True), ("80", False)]
    later = due_steps(LADDER, {"target"}, hours(80) + timedelta(minutes=5, microseconds=1))
    assert [step.late_detected for step in later] == [True, True]


def test_the_next_step():
    assert next_step_at(LADDER, ()) == hours(48)
    assert next_step_at(LADDER, {"target", "50"}) == hours(80)
    assert next_step_at(LADDER, {moment.threshold.key for moment in LADDER}) is None


@given(st.lists(st.integers(0, 150 * 60), max_size=12).map(sorted))
def test_whenever_the_sweep_runs_each_step_is_taken_once_and_in_order(sweeps):
    taken = []
    for minutes in [*sweeps, 151 * 60]:
        at = START + timedelta(minutes=minutes)
        found = due_steps(LADDER, set(taken), at)
        assert due_steps(LADDER, set(taken), at) == found
        taken += [step.threshold.key for step in found]
        upcoming = next_step_at(LADDER, taken)
        assert upcoming is None or upcoming >= at
    assert taken == ["target", "50", "80", "100", "125"]
