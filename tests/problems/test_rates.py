"""The alarm for rising rates: a flat history never alarms, a burst does, and each knob moves one way."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.problems.rates import HISTORY, RECENT, Sensitivity, by_day, rate_of, tail_of

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
LONG_AGO = AT - timedelta(days=400)


def judge(times, *, sensitivity=Sensitivity.NORMAL, since=LONG_AGO, groups=1, least=5):
    return rate_of(times, at=AT, since=since, sensitivity=sensitivity, groups=groups, least=least)


@given(st.integers(1, 40), st.sampled_from(Sensitivity), st.integers(0, 47))
def test_a_flat_history_never_alarms(each_day, sensitivity, shift):
    gap = timedelta(days=1) / each_day
    times = [AT - timedelta(minutes=shift) - gap * n for n in range(each_day * 28)]
    assert not judge(times, sensitivity=sensitivity, least=2).is_rising


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from(Sensitivity))
def test_a_count_that_a_flat_history_expects_has_a_tail_of_a_half_at_least(recent, before, sensitivity):
    span, earlier = 2.0, 26.0
    expected = (recent + before) * span / (span + earlier)
    tail = tail_of(recent, before, span, earlier)
    assert 0 <= tail <= 1
    if recent <= expected:
        assert tail >= 0.5 - 1e-9


@given(st.integers(1, 60), st.integers(0, 200))
def test_one_more_recent_case_is_never_less_of_a_rise(recent, before):
    assert tail_of(recent + 1, before, 2, 26) <= tail_of(recent, before, 2, 26) + 1e-12


@pytest.mark.parametrize(
    ("recent", "before", "tail"),
    # Binomial tails that can be reckoned by hand: (1/14)^5, and 1 - (13/14)^2.
    [(5, 0, (1 / 14) ** 5), (1, 1, 1 - (13 / 14) ** 2), (0, 9, 1.0)],
)
def test_the_tail_is_the_exact_binomial_one(recent, before, tail):
    assert tail_of(recent, before, 2, 26) == pytest.approx(tail, rel=1e-9)


def test_a_burst_alarms_and_shows_what_was_expected():
    burst = [AT - timedelta(hours=n) for n in range(8)]
    usual = [AT - timedelta(days=5 + 7 * n) for n in range(3)]
    found = judge(burst + usual)
    assert found.is_rising
    assert found.recent == 8
    assert found.expected == pytest.approx(11 * 2 / 28)


def test_the_operator_sets_how_readily_it_alarms():
    times = [AT - timedelta(hours=5 * n + 1) for n in range(5)] + [
        AT - timedelta(days=4 + 2 * n) for n in range(9)
    ]
    assert judge(times, sensitivity=Sensitivity.HIGH).is_rising
    assert not judge(times, sensitivity=Sensitivity.LOW).is_rising
    assert not judge(times, sensitivity=Sensitivity.HIGH, least=6).is_rising


def test_many_groups_at_once_need_more_than_one_alone():
    times = [AT - timedelta(hours=5 * n + 1) for n in range(5)] + [
        AT - timedelta(days=4 + 2 * n) for n in range(9)
    ]
    assert not judge(times, sensitivity=Sensitivity.HIGH, groups=200).is_rising


def test_a_desk_without_a_history_never_alarms():
    assert not judge([AT - timedelta(minutes=n) for n in range(50)], since=AT - RECENT).is_rising


@given(st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=60)), max_size=60))
def test_days_count_every_case_of_the_span_once(ages):
    times = [AT - age for age in ages]
    counted = sum(timedelta(0) <= age < timedelta(days=28) for age in ages)
    assert sum(by_day(times, last=AT, days=28)) == counted
    assert timedelta(days=28) == HISTORY
