"""Spans of time: what overlaps counts once, and never more than the window holds."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muhatap.incidents.spans import Effect, Span, cut, seconds_closed, spans_between, worst

START = datetime(2026, 11, 2, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def whole(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds())


def test_steps_become_spans_and_what_nobody_notices_is_left_out():
    steps = [(at(1), Effect.CLOSED), (at(2), Effect.SLOW), (at(3), Effect.NONE), (at(4), Effect.CLOSED)]
    spans = spans_between(steps, at(5))
    assert [(each.since, each.until, each.effect) for each in spans] == [
        (at(1), at(2), Effect.CLOSED),
        (at(2), at(3), Effect.SLOW),
        (at(4), at(5), Effect.CLOSED),
    ]
    assert spans_between(steps, at(0)) == []


def test_the_gravest_wins_and_nothing_is_nothing():
    assert worst([Effect.SLOW, Effect.NONE, Effect.CLOSED]) is Effect.CLOSED
    assert worst([]) is Effect.NONE


def test_what_overlaps_counts_once_and_slow_is_no_closing():
    spans = [
        Span(at(1), at(4), Effect.CLOSED),
        Span(at(2), at(3), Effect.CLOSED),
        Span(at(3.5), at(5), Effect.CLOSED, planned=True),
        Span(at(6), at(9), Effect.SLOW),
    ]
    assert seconds_closed(spans, whole) == 4 * 3600


SPANS = st.lists(
    st.builds(
        lambda since, length, effect: Span(at(since), at(since + length), effect),
        st.integers(0, 40),
        st.integers(1, 20),
        st.sampled_from([Effect.SLOW, Effect.CLOSED]),
    ),
    max_size=8,
)


@given(spans=SPANS, since=st.integers(0, 40), length=st.integers(1, 24))
def test_a_window_never_holds_more_than_itself(spans, since, length):
    inside = cut(spans, at(since), at(since + length))
    closed = seconds_closed(inside, whole)
    hours = {
        hour
        for each in spans
        if each.effect is Effect.CLOSED
        for hour in range(since, since + length)
        if each.since <= at(hour) < each.until
    }
    assert closed == len(hours) * 3600 <= length * 3600
