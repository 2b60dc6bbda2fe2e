"""A clock's face: from a reading to words and markup."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from muhatap.ui.readings import STATES, read_face, state_words, time_words

NOW = datetime(2026, 11, 20, 11, 20, tzinfo=UTC)
DUE = NOW + timedelta(hours=2, minutes=20)
SHAPES = {
    "calm": "ring-arc",
    "soon": "ring-arc",
    "late": "ring-fill",
    "paused": "ring-dash",
    "kept": "ring-mark",
    "missed": "ring-thin",
    "idle": "ring-dash",
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"), timezone.override("Europe/Istanbul"):
        yield


def render(source: str, **context) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@dataclass
class Row:
    """A reading as a domain might hand it over."""

    state: str
    label: str = "Review"
    due_at: datetime | None = None
    started_at: datetime | None = None


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ({"state": "calm", "remaining_seconds": 12 * 86_400 + 60}, "12 d"),
        ({"state": "soon", "due_at": DUE}, "2 h 20 min"),
        ({"state": "late", "due_at": NOW - timedelta(minutes=18)}, "18 min overdue"),
        ({"state": "paused", "remaining_seconds": 5 * 3600}, "paused · 5 h"),
        ({"state": "paused"}, "paused"),
        ({"state": "kept", "took_seconds": 39 * 60}, "39 min"),
        ({"state": "kept", "took_seconds": 4}, "4 s"),
        ({"state": "kept"}, "kept"),
        ({"state": "missed", "took_seconds": 90_000}, "missed"),
        ({"state": "idle"}, "not started"),
        ({"state": "calm", "unit": "business days", "remaining_days": 6, "due_at": DUE}, "6 business days"),
        ({"state": "soon", "unit": "business days", "remaining_days": 0, "due_at": DUE}, "2 h 20 min"),
    ],
)
def test_words_of_every_state(reading, words):
    assert time_words(read_face(reading, NOW)) == words


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_own_shape_and_hidden_words(state):
    html = render("{% clock reading %}", reading={"state": state, "due_at": DUE})
    assert SHAPES[state] in html
    assert f'data-state="{state}"' in html
    assert f'<span class="vh">{state_words(state)} </span>' in html


def test_hidden_words_tell_all_states_apart():
    assert len({state_words(state) for state in STATES}) == len(STATES)


@pytest.mark.parametrize("state", STATES)
def test_only_running_clocks_tick_in_the_browser(state):
    html = render("{% clock reading %}", reading={"state": state, "due_at": DUE})
    assert ("<promise-clock" in html) == (state in ("calm", "soon", "late"))


def test_a_running_clock_carries_its_times():
    html = render(
        "{% clock reading %}", reading=Row("soon", due_at=DUE, started_at=DUE - timedelta(hours=48))
    )
    assert 'due="2026-11-20T13:40:00+00:00"' in html
    assert 'start="2026-11-18T13:40:00+00:00"' in html
    assert 'soon="2026-11-20T04:04:00+00:00"' in html, "80 % of 48 hours after the start"


def test_business_time_is_counted_by_the_server_only():
    reading = {"state": "calm", "due_at": DUE, "unit": "business days", "remaining_days": 3}
    assert 'count="server"' in render("{% clock r %}", r=reading)


def test_without_a_count_of_business_days_only_real_time_is_said():
    reading = {"state": "calm", "unit": "business days", "remaining_seconds": 5 * 86_400, "due_at": DUE}
    html = render("{% clock r %}", r=reading)
    assert "5 d" in html
    assert "count=" not in html


def test_an_uneven_share_is_drawn_by_the_server_only():
    times = {"due_at": DUE, "started_at": DUE - timedelta(hours=48), "remaining_seconds": 8_400}
    even = render("{% clock r %}", r={"state": "soon", "share": 0.05, **times})
    uneven = render("{% clock r %}", r={"state": "soon", "share": 0.4, **times})
    assert "start=" in even
    assert "soon=" in even
    assert "start=" not in uneven, "the calendar's open hours do not run with the clock on the wall"
    assert "soon=" not in uneven


def test_no_clock_shows_nothing_and_an_unknown_state_has_not_started():
    assert render("{% clock nothing %}", nothing=None) == ""
    assert 'data-state="idle"' in render("{% clock r %}", r={"state": "<script>"})


def test_labels_are_escaped():
    html = render(
        "{% promise r %}{% vow r %}{% track r %}", r={"state": "calm", "label": "<b>x</b>", "due_at": DUE}
    )
    assert "<b>x</b>" not in html
    assert html.count("&lt;b&gt;x&lt;/b&gt;") == 3


def test_the_next_promise_is_the_current_step():
    reading = {"state": "soon", "label": "Review", "due_at": DUE}
    assert 'aria-current="step"' in render("{% promise r current=True %}", r=reading)
    assert "aria-current" not in render("{% promise r %}", r=reading)


def test_a_track_says_how_much_has_passed_and_marks_the_steps():
    reading = {"state": "soon", "label": "Review", "share": 0.05, "due_at": DUE, "started_at": NOW}
    html = render('{% track r term="48 h" marks="50,80,100" %}', r=reading)
    assert 'aria-label="95% of the time has passed"' in html
    assert html.count("tb-tick") == 3
    assert "<small>48 h</small>" in html


def test_a_vow_may_speak_a_sentence_of_its_own():
    html = render(
        '{% vow r sentence="We reply within 24 hours." when="until tomorrow" %}', r=Row("calm", due_at=DUE)
    )
    assert "We reply within 24 hours." in html
    assert "until tomorrow" in html
    assert "<promise-clock" not in html, "words that do not name the time left must not be overwritten"


@given(st.floats(min_value=-5, max_value=5, allow_nan=False))
def test_the_arc_stays_between_nothing_and_all(share):
    assert 0 <= read_face({"state": "calm", "share": share}, NOW).percent_left <= 100
