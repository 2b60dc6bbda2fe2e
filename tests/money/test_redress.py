"""Interest, amounts, limits and budgets as pure rules."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.money.redress import (
    Budget,
    Interest,
    NotAnAmount,
    Terms,
    amount_words,
    as_decimal,
    share_of,
    typed_amount,
    usual_of,
)

SINCE = date(2026, 1, 5)


def interest(rate: str, days: int) -> Interest:
    return Interest(Decimal(rate), SINCE, SINCE + timedelta(days=days), "3095")


class TestInterest:
    @pytest.mark.parametrize(
        ("amount", "rate", "days", "expected"), [(100_000, "8", 90, 1973), (1_250_000, "24", 45, 36_986)]
    )
    def test_known_figures(self, amount, rate, days, expected):
        assert interest(rate, days).on(amount) == expected

    @given(
        amount=st.integers(1, 10**12),
        rate=st.decimals("0.01", "100", places=2),
        days=st.integers(1, 36_525),
    )
    def test_it_is_the_nearest_unit_to_the_exact_fraction(self, amount, rate, days):
        exact = Fraction(amount) * Fraction(rate) / 100 * days / 365
        assert abs(Fraction(interest(str(rate), days).on(amount)) - exact) <= Fraction(1, 2)

    @given(amount=st.integers(1, 10**10), days=st.integers(1, 3000), more=st.integers(0, 500))
    def test_it_never_shrinks_with_time(self, amount, days, more):
        assert interest("9", days).on(amount) <= interest("9", days + more).on(amount)

    def test_half_a_unit_counts_up(self):
        assert interest("50", 365).on(1) == 1

    def test_a_share_of_fees(self):
        assert share_of(14_990, Decimal("62.5")) == 9369


class TestAmounts:
    @pytest.mark.parametrize(
        ("written", "currency", "units"),
        [("149,90", "TRY", 14_990), ("7", "EUR", 700), ("500", "JPY", 500), ("1.234", "KWD", 1234)],
    )
    def test_typed(self, written, currency, units):
        assert typed_amount(written, currency) == units

    @pytest.mark.parametrize("written", ["", "abc", "-5", "0", "1.234", "NaN", "Infinity", "1e30", "1.2.3"])
    def test_refused(self, written):
        with pytest.raises(NotAnAmount):
            typed_amount(written, "TRY")

    @given(st.integers(1, 10**13), st.sampled_from(["TRY", "JPY", "KWD"]))
    def test_there_and_back(self, units, currency):
        written = amount_words(units, currency).split()[0]
        assert as_decimal(units, currency) == Decimal(written)


class TestLimits:
    TERMS = Terms("TRY", {"agent": 500}, {"supervisor": 1000, "compliance": 9000}, 10_000)

    def test_up_to_the_limit_and_not_beyond(self):
        assert self.TERMS.may_propose("agent", 500)
        assert not self.TERMS.may_propose("agent", 501)
        assert self.TERMS.may_approve("supervisor", 1000)
        assert not self.TERMS.may_approve("supervisor", 1001)

    def test_a_role_without_a_limit_may_nothing(self):
        assert not self.TERMS.may_approve("agent", 1)
        assert not self.TERMS.may_propose("admin", 1)

    def test_who_can_approve_is_named_lowest_first(self):
        assert self.TERMS.approvers(900) == ("supervisor", "compliance")
        assert self.TERMS.approvers(5000) == ("compliance",)
        assert self.TERMS.approvers(90_000) == ()


class TestBudget:
    def test_it_warns_and_refuses(self):
        budget = Budget("TRY", 1000, granted=700, waiting=100)
        assert (budget.left, budget.is_tight) == (300, True)
        assert budget.holds(300)
        assert not budget.holds(301)

    def test_without_one_everything_fits(self):
        budget = Budget("TRY", None, granted=10**9)
        assert (budget.left, budget.is_tight) == (None, False)
        assert budget.holds(10**12)


class TestUsual:
    def test_range_and_middle(self):
        usual = usual_of([300, 100, 200], "TRY")
        assert (usual.least, usual.middle, usual.most) == (100, 200, 300)
        assert not usual.deviates(300)
        assert usual.deviates(301)
        assert usual.deviates(99)

    def test_too_few_say_nothing(self):
        assert not usual_of([100, 200], "TRY").deviates(9999)
        assert usual_of([], "TRY") is None
