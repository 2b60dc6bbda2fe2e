"""Why a limit falls due when it does."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.explaining import Step, explain
from muhatap.calendars.hours import Schedule, Span, business_seconds, due_at
from tests.calendars.worlds import BRITAIN, OFFICE, TURKIYE, istanbul, london, moments, schedules

COUNTED = ("counts", "half_day", "counts_days")


def codes(steps):
    return [step.code for step in steps]


def test_open_hours_over_the_republic_day():
    steps = explain(TURKIYE, istanbul(2026, 10, 28, 12, 30), Span.parse("8bh"))
    assert codes(steps) == ["start", "half_day", "skips_holiday", "counts", "due"]
    assert steps[1].params["seconds"] == 1800
    names = {"tr": "Cumhuriyet Bayramı", "en": "Republic Day"}
    assert steps[2] == Step("skips_holiday", {"date": date(2026, 10, 29), "names": names})
    assert steps[3].params["until"] == istanbul(2026, 10, 30, 16, 30)


def test_a_weekend_is_one_step():
    steps = explain(TURKIYE, istanbul(2026, 11, 21, 11), Span.parse("4bh"))
    assert codes(steps) == ["start", "starts_closed", "skips_closed", "counts", "due"]
    assert steps[2].params == {"from": date(2026, 11, 21), "until": date(2026, 11, 22), "days": 2}


def test_business_days_are_numbered():
    steps = explain(TURKIYE, istanbul(2026, 5, 22, 11), Span.parse("3bd"))
    numbers = [step.params["number"] for step in steps if step.code.startswith("counts")]
    assert numbers == [1, 2, 3]
    assert codes(steps)[:4] == ["start", "day_of_receipt", "skips_closed", "counts_day"]
    assert "counts_half_day" in codes(steps)


def test_a_half_day_that_does_not_count_is_named():
    uncounted = Schedule("Europe/Istanbul", OFFICE, TURKIYE.holidays, TURKIYE.half_days, False)
    assert "skips_half_day" in codes(explain(uncounted, istanbul(2026, 5, 25, 11), Span.parse("1bd")))


def test_real_time_and_wall_time():
    assert codes(explain(BRITAIN, london(2026, 11, 20, 11), Span.parse("72h"))) == ["start", "elapsed", "due"]
    month_end = explain(BRITAIN, london(2026, 1, 31, 11), Span.parse("1mo"))
    assert codes(month_end) == ["start", "same_wall_time", "month_end", "due"]
    skipped = explain(BRITAIN, london(2026, 3, 28, 1, 30), Span.parse("1d"))
    assert codes(skipped) == ["start", "same_wall_time", "moved_forward", "due"]


@given(schedules(), moments(), st.integers(0, 2000))
def test_the_steps_add_up_and_stay_few(schedule, start, hours):
    span = Span(hours, "bh")
    steps = explain(schedule, start, span)
    assert len(steps) <= 70
    assert sum(step.params["seconds"] for step in steps if step.code in COUNTED) == span.seconds
    assert steps[-1].params["at"] == due_at(schedule, start, span)


@given(schedules(), moments(), st.integers(1, 400))
def test_the_days_add_up_and_stay_few(schedule, start, count):
    steps = explain(schedule, start, Span(count, "bd"))
    assert len(steps) <= 70
    counted = [step for step in steps if step.code in ("counts_day", "counts_half_day")]
    assert counted[-1].params["number"] == count
    single = len(counted)
    assert single + sum(step.params["days"] for step in steps if step.code == "counts_days") == count


def test_a_folded_run_measures_its_own_days():
    steps = explain(BRITAIN, london(2026, 1, 5, 9), Span.parse("1000bh"))
    run = next(step for step in steps if step.code == "counts_days").params
    begin = london(run["from"].year, run["from"].month, run["from"].day)
    end = run["until"] + timedelta(days=1)
    assert run["seconds"] == business_seconds(BRITAIN, begin, london(end.year, end.month, end.day))
    assert run["holidays"] == 4
