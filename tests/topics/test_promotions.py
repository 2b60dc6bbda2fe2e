"""What is left of a promotion: turnover, deadline and least deposit, each with its reason."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from muhatap.topics.promotion_words import promotion_lines
from muhatap.topics.promotions import DEPOSIT, EXPIRED, TURNOVER, UNKNOWN, conditions_of

SAID = {
    "last_day": "expires_on",
    "turnover": "required",
    "done": "done",
    "deposit": "paid_in",
    "minimum_deposit": 100,
}
TODAY = date(2026, 11, 18)


def lira(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "TRY"}


def answers(**more):
    known = {
        "expires_on": "2026-11-30",
        "required": lira("1000.00"),
        "done": lira("1000.00"),
        "paid_in": lira("100.00"),
    }
    return known | more


@pytest.mark.parametrize(
    ("more", "lacks", "remaining"),
    [
        ({}, (), 0),
        ({"done": lira("999.99")}, (TURNOVER,), 1),
        ({"done": lira("400")}, (TURNOVER,), 60000),
        ({"expires_on": "2026-11-18"}, (), 0),
        ({"expires_on": "2026-11-17"}, (EXPIRED,), 0),
        ({"paid_in": lira("99.99")}, (DEPOSIT,), 0),
        ({"paid_in": None}, (UNKNOWN,), 0),
        ({"required": {"reason": "bilmiyorum"}}, (UNKNOWN,), None),
        ({"done": {"amount": "1000.00", "currency": "EUR"}}, (UNKNOWN,), None),
        (
            {"expires_on": "2026-11-01", "done": lira("1"), "paid_in": lira("1")},
            (EXPIRED, TURNOVER, DEPOSIT),
            99900,
        ),
    ],
)
def test_each_condition_is_looked_at_for_itself(more, lacks, remaining):
    found = conditions_of(SAID, answers(**more), TODAY)
    assert (found.lacks, found.remaining, found.is_met) == (lacks, remaining, not lacks)


def test_the_words_name_what_is_left_and_until_when():
    with translation.override("en"):
        lines = promotion_lines({"promotion": SAID}, answers(done=lira("400.00")), TODAY)
    assert "600.00" in lines[1]
    assert "12" in lines[1]
    assert promotion_lines({}, answers(), TODAY) == []


@given(
    st.dictionaries(
        st.sampled_from(["expires_on", "required", "done", "paid_in"]),
        st.one_of(
            st.none(),
            st.text(max_size=12),
            st.dictionaries(st.sampled_from(["amount", "currency"]), st.text(max_size=8)),
        ),
    )
)
def test_whatever_was_answered_it_is_judged(said):
    found = conditions_of(SAID, said, TODAY)
    assert found.remaining is None or found.remaining >= 0
