"""Due times: the vectors that the product was specified with, and properties that hold for all calendars."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from muhatap.calendars.hours import (
    ALWAYS,
    CalendarExhausted,
    NeverOpen,
    OutOfReach,
    Schedule,
    Span,
    add_business_seconds,
    business_days_before,
    business_seconds,
    due_at,
    extend,
    legal_due,
    safe_due,
    share_at,
    share_moments,
)
from tests.calendars.worlds import (
    BRITAIN,
    NINE_TO_SIX,
    OFFICE,
    TURKIYE,
    istanbul,
    london,
    moments,
    schedules,
    spans_of_time,
)

SATURDAY_TEAM = Schedule("Europe/Istanbul", (*OFFICE[:5], NINE_TO_SIX, ()), TURKIYE.holidays)
HALF_DAYS_UNCOUNTED = Schedule(
    "Europe/Istanbul", OFFICE, TURKIYE.holidays, TURKIYE.half_days, half_days_count=False
)
NO_HOURS = Schedule("Europe/London")


def due(schedule, start, written):
    return due_at(schedule, start, Span.parse(written))


@pytest.mark.parametrize(
    ("schedule", "start", "written", "expected"),
    [
        (TURKIYE, istanbul(2026, 10, 28, 12, 30), "8bh", istanbul(2026, 10, 30, 16, 30)),
        (TURKIYE, istanbul(2026, 3, 19, 10), "9bh", istanbul(2026, 3, 23, 15)),
        (TURKIYE, istanbul(2026, 5, 25, 17), "24bh", istanbul(2026, 6, 3, 10)),
        (TURKIYE, istanbul(2026, 11, 21, 11), "4bh", istanbul(2026, 11, 23, 13)),
        (SATURDAY_TEAM, istanbul(2026, 11, 21, 11), "4bh", istanbul(2026, 11, 21, 15)),
        (BRITAIN, london(2026, 12, 14, 11), "15bd", london(2027, 1, 7, 18)),
        (BRITAIN, london(2026, 12, 14, 11), "35bd", london(2027, 2, 4, 18)),
        (BRITAIN, london(2026, 11, 20, 11), "3bd", london(2026, 11, 25, 18)),
        (TURKIYE, istanbul(2026, 5, 22, 11), "3bd", istanbul(2026, 6, 1, 18)),
        (TURKIYE, istanbul(2026, 5, 22, 11), "14bd", istanbul(2026, 6, 16, 18)),
        (HALF_DAYS_UNCOUNTED, istanbul(2026, 5, 22, 11), "3bd", istanbul(2026, 6, 2, 18)),
        (HALF_DAYS_UNCOUNTED, istanbul(2026, 5, 22, 11), "14bd", istanbul(2026, 6, 17, 18)),
        (TURKIYE, istanbul(2026, 11, 22, 9), "8w", istanbul(2027, 1, 17, 9)),
        (TURKIYE, istanbul(2026, 1, 31, 9), "1mo", istanbul(2026, 2, 28, 9)),
        (TURKIYE, istanbul(2026, 8, 31, 9), "1mo", istanbul(2026, 9, 30, 9)),
        (TURKIYE, istanbul(2026, 8, 31, 9), "3mo", istanbul(2026, 11, 30, 9)),
        (TURKIYE, istanbul(2026, 10, 27, 16), "72h", istanbul(2026, 10, 30, 16)),
        (TURKIYE, istanbul(2026, 11, 20, 22, 15), "72h", istanbul(2026, 11, 23, 22, 15)),
        (BRITAIN, london(2026, 10, 24, 12), "48h", london(2026, 10, 26, 11)),
        (TURKIYE, istanbul(2026, 5, 25, 9), "1bd", istanbul(2026, 5, 26, 13)),
        (TURKIYE, istanbul(2026, 11, 23, 10), "0bd", istanbul(2026, 11, 23, 18)),
        (TURKIYE, istanbul(2026, 11, 23, 18), "0bd", istanbul(2026, 11, 23, 18)),
        (TURKIYE, istanbul(2026, 11, 20, 19), "0bd", istanbul(2026, 11, 23, 18)),
        (TURKIYE, istanbul(2026, 11, 21, 19), "0bd", istanbul(2026, 11, 23, 18)),
        (NO_HOURS, london(2026, 11, 20, 11), "3bd", london(2026, 11, 26, 0)),
        (TURKIYE, istanbul(2026, 11, 23, 9, 0, 7), "60s", istanbul(2026, 11, 23, 9, 1, 7)),
    ],
)
def test_limits_fall_due_as_specified(schedule, start, written, expected):
    assert due(schedule, start, written) == expected


@pytest.mark.parametrize(
    ("start", "written", "expected"),
    [
        # 01:30 is skipped on 29 March 2026 and doubled on 25 October 2026.
        (london(2026, 3, 28, 1, 30), "1d", london(2026, 3, 29, 2, 30)),
        (london(2026, 10, 24, 1, 30), "1d", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (london(2026, 2, 28, 1, 30), "1mo", london(2026, 3, 28, 1, 30)),
        (london(2026, 10, 24, 12), "2d", london(2026, 10, 26, 12)),
    ],
)
def test_days_keep_the_wall_time_across_a_change_of_offset(start, written, expected):
    assert due(BRITAIN, start, written) == expected


@pytest.mark.parametrize(
    ("schedule", "start", "written", "last_day_ends"),
    [
        (TURKIYE, istanbul(2026, 1, 31, 9), "1mo", istanbul(2026, 3, 3)),
        (TURKIYE, istanbul(2026, 10, 1, 9), "30d", istanbul(2026, 11, 3)),
        (BRITAIN, london(2026, 12, 14, 23, 59), "15bd", london(2027, 1, 8)),
        (TURKIYE, istanbul(2026, 11, 2, 9), "14d", istanbul(2026, 11, 17)),
        (NO_HOURS, london(2026, 11, 20, 11), "1d", london(2026, 11, 24)),
    ],
)
def test_a_legal_limit_ends_at_midnight_of_its_last_day_rolled_forward(
    schedule, start, written, last_day_ends
):
    assert legal_due(schedule, start, Span.parse(written), last_day="forward") == last_day_ends


def test_a_legal_limit_that_does_not_roll_ends_on_a_weekend_and_its_safe_due_lies_before():
    legal = legal_due(TURKIYE, istanbul(2026, 10, 1, 9), Span.parse("30d"), last_day="stay")
    assert legal == istanbul(2026, 11, 1)
    assert safe_due(TURKIYE, legal) == istanbul(2026, 10, 30, 18)


def test_a_legal_limit_in_hours_runs_through_the_weekend():
    start = istanbul(2026, 11, 20, 22, 15)
    assert legal_due(TURKIYE, start, Span.parse("72h"), last_day="forward") == istanbul(2026, 11, 23, 22, 15)


def test_a_pause_moves_a_limit_in_days_by_the_days_waited():
    start, limit = istanbul(2026, 11, 2, 9), Span.parse("14d")
    waited = [(istanbul(2026, 11, 5, 12), istanbul(2026, 11, 8, 12))]
    assert extend(TURKIYE, due_at(TURKIYE, start, limit), limit, waited) == istanbul(2026, 11, 19, 9)


def test_a_pause_in_days_is_wall_time_and_in_hours_is_real_time():
    waited = [(london(2026, 10, 24, 12), london(2026, 10, 26, 12))]
    limit_at = london(2026, 10, 27, 9)
    assert extend(BRITAIN, limit_at, Span.parse("14d"), waited) == london(2026, 10, 29, 9)
    assert extend(BRITAIN, limit_at, Span.parse("336h"), waited) == london(2026, 10, 29, 10)


def test_overlapping_pauses_count_once_and_one_after_the_due_time_counts_nothing():
    noon, evening, night = (istanbul(2026, 11, 23, hour) for hour in (12, 15, 22))
    waited = [
        (noon, evening),
        (istanbul(2026, 11, 23, 14), istanbul(2026, 11, 23, 16)),
        (night, noon),
        (night, night),
    ]
    assert extend(TURKIYE, istanbul(2026, 11, 23, 17), Span.parse("8h"), waited) == istanbul(2026, 11, 23, 21)


def test_a_pause_that_begins_at_the_due_time_moves_nothing():
    six = istanbul(2026, 11, 23, 18)
    assert extend(TURKIYE, six, Span.parse("8h"), [(six, six + timedelta(hours=2))]) == six


def test_a_pause_over_the_weekend_costs_open_hours_nothing_but_those_worked():
    waited = [(istanbul(2026, 11, 20, 17), istanbul(2026, 11, 23, 10))]
    assert extend(TURKIYE, istanbul(2026, 11, 20, 18), Span.parse("8bh"), waited) == istanbul(
        2026, 11, 23, 11
    )


def test_a_pause_of_business_days_counts_the_days_that_began_in_it():
    waited = [(istanbul(2026, 11, 20, 17), istanbul(2026, 11, 24, 10))]
    assert extend(TURKIYE, istanbul(2026, 11, 25, 18), Span.parse("3bd"), waited) == istanbul(
        2026, 11, 27, 18
    )
    short = [(istanbul(2026, 11, 24, 10), istanbul(2026, 11, 24, 17))]
    assert extend(TURKIYE, istanbul(2026, 11, 25, 18), Span.parse("3bd"), short) == istanbul(2026, 11, 25, 18)


@pytest.mark.parametrize(
    ("written", "share", "expected"),
    [
        ("8bh", Fraction(1, 2), istanbul(2026, 10, 30, 12, 30)),
        ("8bh", 1, istanbul(2026, 10, 30, 16, 30)),
        ("8bh", 1.25, istanbul(2026, 11, 2, 9, 30)),
        ("72h", 0.5, istanbul(2026, 10, 30, 0, 30)),
        ("72h", 1.25, istanbul(2026, 11, 1, 6, 30)),
        ("10d", 0.8, istanbul(2026, 11, 5, 12, 30)),
        # 28 Oct from 12:30: half an hour; Fri and Mon nine hours each: 18.5 open hours in all.
        ("2bd", 0.5, istanbul(2026, 10, 30, 17, 45)),
        ("2bd", 1, istanbul(2026, 11, 2, 18)),
        ("2bd", Fraction(125, 100), istanbul(2026, 11, 3, 13, 37, 30)),
    ],
)
def test_shares_of_a_limit_in_its_own_calendar(written, share, expected):
    assert share_at(TURKIYE, istanbul(2026, 10, 28, 12, 30), Span.parse(written), share) == expected


def test_a_share_of_business_days_without_hours_is_elapsed_time():
    start = london(2026, 11, 20, 0)
    assert share_at(NO_HOURS, start, Span.parse("1bd"), Fraction(1, 2)) == london(2026, 11, 22, 0)


def test_shares_stop_while_the_clock_is_paused():
    start = istanbul(2026, 11, 23, 9)
    waited = [(istanbul(2026, 11, 23, 11), istanbul(2026, 11, 23, 15))]
    half, whole = share_moments(TURKIYE, start, Span.parse("8bh"), (Fraction(1, 2), 1), waited)
    assert half == istanbul(2026, 11, 23, 17)
    assert whole == istanbul(2026, 11, 24, 12)


def test_days_before_a_limit_begin_with_the_working_day():
    legal = legal_due(TURKIYE, istanbul(2026, 10, 1, 9), Span.parse("30d"), last_day="stay")
    assert business_days_before(TURKIYE, legal, 1) == istanbul(2026, 10, 30, 9)
    assert business_days_before(TURKIYE, legal, 2) == istanbul(2026, 10, 28, 9)
    assert business_days_before(NO_HOURS, london(2026, 11, 24), 1) == london(2026, 11, 20)


@pytest.mark.parametrize("written", ["1h", "8bh", "3d", "3bd", "1mo"])
def test_a_time_without_a_zone_is_refused(written):
    naive = datetime(2026, 10, 28, 12, 30)  # noqa: DTZ001
    with pytest.raises(ValueError):
        due(TURKIYE, naive, written)
    with pytest.raises(ValueError):
        business_seconds(TURKIYE, naive, naive)
    with pytest.raises(ValueError):
        share_at(TURKIYE, naive, Span.parse(written), 0.5)
    with pytest.raises(ValueError):
        legal_due(TURKIYE, naive, Span.parse(written), last_day="forward")
    with pytest.raises(ValueError):
        extend(TURKIYE, naive, Span.parse(written), [])
    with pytest.raises(ValueError):
        business_days_before(TURKIYE, naive, 1)
    with pytest.raises(ValueError):
        extend(TURKIYE, istanbul(2026, 10, 28), Span.parse(written), [(naive, naive)])


def test_answers_after_the_last_known_holiday_are_refused():
    with pytest.raises(CalendarExhausted, match="2026-12-31"):
        due(TURKIYE, istanbul(2026, 12, 31, 17), "2bh")
    with pytest.raises(CalendarExhausted):
        due(TURKIYE, istanbul(2026, 12, 30, 17), "2bd")
    assert due(TURKIYE, istanbul(2026, 12, 31, 17), "1bh") == istanbul(2026, 12, 31, 18)
    assert due(TURKIYE, istanbul(2026, 12, 31, 17), "72h") == istanbul(2027, 1, 3, 17)


def test_a_calendar_that_never_opens_says_so():
    with pytest.raises(NeverOpen):
        due(NO_HOURS, london(2026, 11, 20, 11), "1bh")
    one_day = Schedule("Europe/London", half_days={date(2026, 11, 23): NINE_TO_SIX})
    assert due(one_day, london(2026, 11, 20, 11), "9bh") == london(2026, 11, 23, 18)
    with pytest.raises(NeverOpen):
        due(one_day, london(2026, 11, 20, 11), "10bh")
    with pytest.raises(NeverOpen):
        safe_due(one_day, london(2026, 11, 1, 11))


def test_answers_a_century_away_are_refused_and_ten_years_are_not():
    one_hour_a_week = Schedule("Europe/London", (((540, 600),), *((),) * 6))
    with pytest.raises(OutOfReach):
        add_business_seconds(one_hour_a_week, london(2026, 11, 20, 11), 3600 * 53 * 101)
    assert due(one_hour_a_week, london(2026, 11, 20, 11), "521bh") == london(2036, 11, 10, 10)
    with pytest.raises(OutOfReach):
        due(BRITAIN, datetime(9900, 1, 1, tzinfo=UTC), "1h")
    with pytest.raises(OutOfReach):
        business_seconds(one_hour_a_week, datetime(1850, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def test_no_open_time_can_be_taken_away():
    with pytest.raises(ValueError):
        add_business_seconds(BRITAIN, london(2026, 11, 20, 11), -1)


def test_parts_of_a_second_are_kept_inside_open_hours():
    start = istanbul(2026, 11, 23, 10) + timedelta(microseconds=250)
    assert due(TURKIYE, start, "1bh") == istanbul(2026, 11, 23, 11) + timedelta(microseconds=250)
    assert business_seconds(TURKIYE, start, istanbul(2026, 11, 23, 11)) == 3599


@given(schedules(), moments(), spans_of_time())
def test_adding_and_measuring_agree(schedule, start, seconds):
    end = add_business_seconds(schedule, start, seconds)
    assert end >= start
    assert business_seconds(schedule, start, end) == seconds
    if seconds:
        assert business_seconds(schedule, start, end - timedelta(seconds=1)) == seconds - 1


@given(schedules(), moments(), spans_of_time(), spans_of_time())
def test_adding_twice_is_adding_the_sum(schedule, start, first, second):
    together = add_business_seconds(schedule, start, first + second)
    assert add_business_seconds(schedule, add_business_seconds(schedule, start, first), second) == together


@given(schedules(), moments(), moments(), st.sampled_from(["8bh", "90bm", "3bd", "0bd", "30h", "2w"]))
def test_who_comes_later_is_never_due_earlier(schedule, one, other, written):
    earlier, later = sorted((one, other))
    assert due(schedule, earlier, written) <= due(schedule, later, written)


@given(schedules(), moments(), st.integers(0, 40), st.integers(0, 40))
def test_more_business_days_are_never_due_earlier_and_end_on_a_counted_day(schedule, start, few, more):
    assume(few <= more)
    first, second = (due_at(schedule, start, Span(count, "bd")) for count in (few, more))
    assert start <= first <= second
    last_day = (second - timedelta(microseconds=1)).astimezone(schedule.zone).date()
    if schedule.openings.on(last_day):
        assert schedule.is_counted_day(last_day)
        assert safe_due(schedule, second) == second


@given(schedules(), moments(), st.lists(st.tuples(moments(), moments()), max_size=4), st.data())
def test_pauses_only_ever_move_a_limit_later(schedule, start, paused, data):
    span = Span.parse(data.draw(st.sampled_from(["8bh", "3bd", "72h", "5d", "1mo"])))
    limit_at = due_at(schedule, start, span)
    extended = extend(schedule, limit_at, span, paused)
    assert extended >= limit_at
    assert extended == extend(schedule, limit_at, span, [*paused, *paused[::-1]])


@given(schedules(), moments(), st.lists(st.tuples(moments(), moments()), max_size=3), st.data())
def test_shares_come_in_order_and_the_whole_is_the_due_time(schedule, start, paused, data):
    span = Span.parse(data.draw(st.sampled_from(["8bh", "3bd", "72h", "5d", "1mo"])))
    shares = (Fraction(1, 10), Fraction(1, 2), Fraction(4, 5), Fraction(1), Fraction(5, 4), Fraction(2))
    found = share_moments(schedule, start, span, shares, paused)
    assert found == sorted(found)
    assert start <= found[0]
    assert found[3] == extend(schedule, due_at(schedule, start, span), span, paused)


@given(moments(), st.integers(0, 10_000))
def test_day_and_night_open_time_is_real_time(start, minutes):
    for tz in ("Europe/London", "Australia/Lord_Howe", "America/Havana"):
        end = due_at(ALWAYS(tz), start, Span(minutes, "bm"))
        assert end - start == timedelta(minutes=minutes)


@given(schedules(), moments(), moments())
def test_measuring_backwards_is_negative(schedule, one, other):
    assert business_seconds(schedule, one, other) == -business_seconds(schedule, other, one)
