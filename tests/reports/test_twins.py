"""Each measure has a twin that computes it otherwise, and they agree on random histories."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import figure_of, grouped
from muhatap.reports.history import read_history
from muhatap.reports.observations import Kind
from tests.reports.histories import WORKED
from tests.reports.twin import TWINS, Lines

_START = datetime(2026, 10, 1, tzinfo=UTC)
# Some of what is told comes later.
_AS_OF = _START + timedelta(days=24)
_ZONE = ZoneInfo("Europe/Istanbul")
_SECONDS = st.integers(0, 30 * 86_400)
_SHORT = st.integers(0, 900)
_MOMENTS = _SECONDS.map(lambda seconds: (_START + timedelta(seconds=seconds)).isoformat())
_EXCLUDED = st.sampled_from((None, None, None, "spam", "test"))
_YES = st.booleans()


def _line(kind: str, **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A line of a kind: names with a leading `may_` are sometimes left out."""
    needed = {name: each for name, each in optional.items() if not name.startswith("may_")}
    left_out = {name.removeprefix("may_"): each for name, each in optional.items() if name.startswith("may_")}
    return st.fixed_dictionaries(
        {"kind": st.just(kind), "at": _MOMENTS, "excluded": _EXCLUDED, **needed}, optional=left_out
    )


def _later(line: dict[str, Any]) -> dict[str, Any]:
    """Spans that are drawn in seconds become moments after the begin of the line."""
    for name in ("replied_at", "resolved_at", "due_at", "done_at", "made_at", "until_at"):
        if name in line:
            at = datetime.fromisoformat(line.get("at", _START.isoformat()))
            line[name] = (at + timedelta(seconds=line[name])).isoformat()
    return line


_PROMISE = {
    "clock": st.sampled_from(("ack", "first_reply", "callback", "update")),
    "result": st.sampled_from(("kept", "missed", "late", "open", "void")),
}
_DUE = {"clock": _PROMISE["clock"], "due_at": _SECONDS}
_COMPLAINT = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.sampled_from(("upheld", "partly", "not_upheld")),
        **dict.fromkeys(
            (
                *("closed", "external", "reopened", "unconfirmed", "cause_was_fixed"),
                *("acknowledged_in_time", "overturned", "customer_returned", "appeal_reversed"),
            ),
            _YES,
        ),
        "closed_days": st.sampled_from((1, 56, 57)),
        "closed_business_days": st.integers(0, 9),
        "redress": st.integers(0, 500),
    },
)
_SHEET = ("may_handle", "may_available", "may_logged_in", "may_paid")
_LINES = st.one_of(
    _line(
        "case",
        may_replied_at=st.integers(0, 86_400),
        may_resolved_at=st.integers(0, 5 * 86_400),
        may_turns=st.lists(_SHORT, min_size=1, max_size=3),
        may_waited=st.fixed_dictionaries(dict.fromkeys(("us", "customer", "third"), _SHORT)),
        may_reopened=_YES,
        may_topic_was_wrong=_YES,
        may_completeness=st.sampled_from(("complete", "partly")),
        may_promises=st.lists(st.fixed_dictionaries(_PROMISE), max_size=3),
        may_complaint=_COMPLAINT,
    ).map(_later),
    _line(
        "contact",
        answered=_YES,
        wait=st.sampled_from((0, 4, 5, 20, 21, 30, 31, 60, 61)),
        **dict.fromkeys(("talk", "hold", "acw"), _SHORT),
        may_mode=st.sampled_from(("call", "chat")),
        may_focus=_SHORT,
        may_elapsed=_SHORT,
        may_reply=_SHORT,
        may_held=_SHORT,
        may_transferred=_YES,
        may_customer=st.sampled_from(("c1", "c2")),
        may_topic=st.sampled_from(("login", "pay")),
        may_solved=_YES,
    ),
    _line("reopening", customer=st.sampled_from(("c1", "c2")), topic=st.just("login")),
    _line("turn", seconds=_SHORT),
    _line("promise", **_PROMISE),
    _line("promise", **_DUE, may_done_at=_SECONDS).map(_later),
    _line(
        "survey", sort=st.sampled_from(("csat", "explained")), may_score=st.integers(1, 5), may_invited=_YES,
        may_bounced=_YES,
        may_answered=_YES, may_outcome=st.sampled_from(("upheld", "partly", "not_upheld")),
    ),
    _line("survey", sort=st.just("ces"), score=st.integers(1, 7)),
    _line("survey", sort=st.just("nps"), score=st.integers(0, 10)),
    _line("agent_time", **dict.fromkeys(_SHEET, st.integers(1, 900))),
    _line("callback", kept=_YES),
    _line("callback", until_at=_SHORT, may_made_at=_SHORT).map(_later),
    _line("session", outcome=st.sampled_from(("solved", "contact", "left")), may_seconds=_SHORT),
    _line("cost", amount=st.integers(0, 5000)),
    _line("customers", count=st.integers(1, 900)),
    _line(
        "review", critical=_YES,
        parts=st.lists(
            st.fixed_dictionaries({"weight": st.integers(1, 50), "score": st.sampled_from((0, 0.5, 1))}),
            min_size=1, max_size=4,
        ),
    ),
    _line("calibration", first=_YES, second=_YES),
    _line("issue", fcr=_YES, fcr_strict=_YES),
    _line("uptime", open_seconds=_SHORT, may_down_seconds=_SHORT, may_refused=st.integers(0, 9)),
)  # fmt: skip


def _agrees(lines: list[dict[str, Any]], as_of: datetime) -> None:
    said = [{name: value for name, value in line.items() if value is not None} for line in lines]
    cell = grouped(read_history(map(json.dumps, said), zone=_ZONE, as_of=as_of), ()).get((), {})
    told = Lines(said, as_of)
    for name, twin in TWINS.items():
        figure, second = figure_of(MEASURES[name], (), cell), twin(told)
        exact = None if figure.exact is None else float(figure.exact)
        if second is None or exact is None:
            assert exact == second, (name, exact, second)
        else:
            assert abs(exact - second) < 1e-6, (name, exact, second)


def test_each_measure_has_a_twin() -> None:
    assert set(TWINS) == set(MEASURES)


def test_a_twin_meets_each_kind_of_line() -> None:
    met = {line["kind"] for lines, _ in WORKED.values() for line in lines}
    assert met | {"issue"} >= set(Kind)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, max_size=40))
def test_twins_agree_on_random_histories(lines: list[dict[str, Any]]) -> None:
    _agrees(lines, _AS_OF)


def test_twins_agree_on_the_worked_examples() -> None:
    for lines, _ in WORKED.values():
        _agrees(lines, datetime(2026, 11, 12, 9, tzinfo=UTC))
