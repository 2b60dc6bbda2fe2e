"""Lengths of time as a charter writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.spans import UNITS, Span, SpanError


@given(st.integers(0, 1000), st.sampled_from(UNITS))
def test_what_is_written_reads_back_the_same(amount, unit):
    span = Span(amount, unit)
    assert Span.parse(str(span)) == span


@pytest.mark.parametrize(
    ("written", "seconds", "counts_open_hours"),
    [
        ("60s", 60, False),
        ("30m", 1800, False),
        ("72h", 259_200, False),
        ("30bm", 1800, True),
        ("8bh", 28_800, True),
    ],
)
def test_seconds(written, seconds, counts_open_hours):
    assert Span.parse(written).seconds == seconds
    assert Span.parse(written).counts_open_hours is counts_open_hours


@pytest.mark.parametrize("written", ["3d", "3bd", "2w", "1mo"])
def test_days_have_no_seconds_of_their_own(written):
    assert Span.parse(written).seconds is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "8",
        "bh",
        "8 bh",
        "-8bh",
        "+8bh",
        "8.5bh",
        "8BH",
        "٨bh",
        "8bh\n",
        "8y",
        "1e3h",
        "9" * 400 + "h",
        None,
        8,
    ],
)
def test_what_is_not_a_length_of_time_is_refused_with_an_example(written):
    with pytest.raises(SpanError, match="8bh"):
        Span.parse(written)


@pytest.mark.parametrize(
    "written", ["37000d", "5300w", "1400mo", "999999h", "99999999999s", "37000bd", "900000bh"]
)
def test_more_than_a_century_is_refused(written):
    with pytest.raises(SpanError, match="hundred years"):
        Span.parse(written)


@pytest.mark.parametrize(("amount", "unit"), [(1, "y"), (-1, "h"), (1.5, "h"), (True, "h")])
def test_a_span_cannot_be_built_wrong(amount, unit):
    with pytest.raises(SpanError):
        Span(amount, unit)
