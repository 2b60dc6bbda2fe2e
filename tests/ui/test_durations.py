"""Lengths of time in words."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from muhatap.ui.durations import DAY, HOUR, MINUTE, business_days_words, duration_words, remaining_words

SAMPLES = [
    (0, "0 s"),
    (4.9, "4 s"),
    (60, "1 min"),
    (39 * MINUTE + 59, "39 min"),
    (HOUR, "1 h"),
    (2 * HOUR + 20 * MINUTE, "2 h 20 min"),
    (DAY, "1 d"),
    (DAY + 4 * HOUR + 50 * MINUTE, "1 d 4 h"),
    (2 * DAY - 1, "1 d 23 h"),
    (2 * DAY + 5 * HOUR, "2 d"),
    (12 * DAY, "12 d"),
]


@pytest.mark.parametrize(("seconds", "words"), SAMPLES)
def test_units_follow_the_length(seconds, words):
    with translation.override("en"):
        assert duration_words(seconds) == words


def test_what_is_left_never_reads_zero():
    with translation.override("en"):
        assert remaining_words(59) == "< 1 min"
        assert remaining_words(-59) == "< 1 min"
        assert remaining_words(0) == "< 1 min"


def test_business_days_have_their_own_unit():
    with translation.override("en"):
        assert business_days_words(1) == "1 business day"
        assert business_days_words(6) == "6 business days"


@given(st.integers(min_value=0, max_value=400 * DAY))
def test_nobody_is_promised_more_than_there_is(seconds):
    units = {"s": 1, "min": MINUTE, "h": HOUR, "d": DAY}
    with translation.override("en"):
        parts = duration_words(seconds).split()
    said = sum(int(count) * units[unit] for count, unit in zip(parts[::2], parts[1::2], strict=True))
    assert said <= seconds < said + (DAY if said >= 2 * DAY else HOUR if said >= DAY else MINUTE)
    assert len(parts) <= 4
