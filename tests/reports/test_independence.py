"""A second computation, in plain Python over the events of a case, agrees with the measures."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.reports.catalogue import MEASURES
from muhatap.reports.complaint_story import COMPLAINT_STEPS, ComplaintStory
from muhatap.reports.figures import figures_of, grouped
from muhatap.reports.folding import Around, Told, fold_case
from muhatap.reports.grid import joined, on_grid, spread_of
from muhatap.reports.rollups import PAIRS, Tally, add_to, merge, pack, pair_for, unpack

_START = datetime(2026, 10, 1, 8, tzinfo=UTC)
_AS_OF = _START + timedelta(days=120)
_QUEUES = {1: ("payments", "pay"), 2: ("accounts", "service")}
_STEPS = st.sampled_from(
    ("staff", "customer", "note", "automatic", "resolve", "close", "spam", "reopen", "wait", "move", "assign")
)
_CASES = st.lists(
    st.tuples(
        st.integers(0, 30 * 86_400),
        st.sampled_from(("email", "phone")),
        st.sampled_from(("PAY", "ACC", "")),
        st.lists(st.tuples(_STEPS, st.integers(1, 3 * 86_400)), max_size=9),
    ),
    min_size=1,
    max_size=12,
)


def _events(index: int, case: tuple[int, str, str, list[tuple[str, int]]]) -> list[Told]:
    offset, channel, topic, steps = case
    at = _START + timedelta(seconds=offset)
    opened = {
        "received_at": at.isoformat(),
        "number": f"N{index}",
        "channel": channel,
        "topic": topic,
        "case_kind": "request",
        "priority": 3,
        "queue": 1,
    }
    told, status = [Told("case.opened", at, opened)], "new"
    for step, seconds in steps:
        at += timedelta(seconds=seconds)
        match step:
            case "staff" | "customer" | "note" | "automatic":
                told.append(Told("message.posted", at, {"author": step}))
            case "move":
                told.append(Told("case.moved", at, {"queue": 2, "previous": 1}))
            case "assign":
                told.append(Told("case.assigned", at, {"owner": "77", "previous": None}))
            case _:
                after = {"resolve": "resolved", "close": "closed", "spam": "closed", "reopen": "open"}
                new = after.get(step, "waiting_customer")
                is_over = status in {"resolved", "closed"}
                if new == status or (is_over and step != "reopen") or (not is_over and step == "reopen"):
                    continue
                reason = {"close": "solved", "spam": "spam"}.get(step, "")
                told.append(
                    Told("case.status_changed", at, {"status": new, "previous": status, "reason": reason})
                )
                status = new
    return told


def _second(histories: list[list[Told]]) -> dict[str, Any]:
    """The same figures by another hand: no folding, each question asked of the list of events."""
    replies, solutions, turns, received, reopened, ever = [], [], [], 0, 0, 0
    waited: dict[str, float] = defaultdict(float)
    for events in histories:
        moves = [event for event in events if event.kind == "case.status_changed"]
        if moves and moves[-1].values["reason"] == "spam":
            continue
        received += 1
        begin = events[0].at
        posted = [event for event in events if event.kind == "message.posted"]
        by_staff = [event.at for event in posted if event.values["author"] == "staff"]
        replies += [(by_staff[0] - begin).total_seconds()] if by_staff else []
        open_question: datetime | None = begin
        for event in posted:
            if event.values["author"] == "customer" and open_question is None:
                open_question = event.at
            if event.values["author"] == "staff" and open_question is not None:
                turns.append((event.at - open_question).total_seconds())
                open_question = None
        over = [event for event in moves if event.values["status"] in {"resolved", "closed"}]
        good = [event for event in over if event.values["reason"] in {"", "solved"}]
        if good:
            ever += 1
            reopened += any(event.values["status"] == "open" and event.at > good[0].at for event in moves)
        if moves and moves[-1].values["status"] in {"resolved", "closed"}:
            solutions.append((moves[-1].at - begin).total_seconds())
            since, status = begin, "new"
            for event in moves:
                if status not in {"resolved", "closed"}:
                    waited["customer" if status == "waiting_customer" else "us"] += (
                        event.at - since
                    ).total_seconds()
                since, status = event.at, event.values["status"]
    gridded = sorted(on_grid(int(each)) for each in replies)
    total = sum(waited.values())
    return {
        "cases_received": received,
        "frt_mean": sum(replies) / len(replies) / 3600 if replies else None,
        "frt_median": median(gridded) / 3600 if gridded else None,
        "frt_p90": gridded[-(-9 * len(gridded) // 10) - 1] / 3600 if gridded else None,
        "resolution_mean": sum(solutions) / len(solutions) / 3600 if solutions else None,
        "resolution_rate": 100 * len(solutions) / received if received else None,
        "response_time": sum(turns) / len(turns) if turns else None,
        "time_paused": 100 * waited["customer"] / total if total else None,
        "case_reopen_rate": 100 * reopened / ever if ever else None,
    }


def _folded(cases: list[Any]) -> tuple[list[list[Told]], list[Any]]:
    around = Around(zone=ZoneInfo("Europe/Istanbul"), as_of=_AS_OF, queues=_QUEUES)
    histories = [_events(index, case) for index, case in enumerate(cases)]
    seen = [
        each
        for index, events in enumerate(histories)
        for each in fold_case(index, events, around).observations
    ]
    return histories, seen


@settings(max_examples=120, deadline=None)
@given(_CASES)
def test_a_second_computation_agrees_on_random_histories(cases: list[Any]) -> None:
    histories, seen = _folded(cases)
    second = _second(histories)
    cell = grouped(seen, ()).get((), {})
    for name, expected in second.items():
        found = figures_of([MEASURES[name]], {(): cell}) if MEASURES[name].kept_as in cell else []
        exact = None if not found or found[0].exact is None else float(found[0].exact)
        if expected is None:
            assert exact is None, name
        else:
            assert abs((exact or 0) - expected) < 1e-6, (name, exact, expected)


@settings(max_examples=40, deadline=None)
@given(_CASES)
def test_sums_by_pairs_packed_and_joined_are_those_of_the_rows(cases: list[Any]) -> None:
    _, seen = _folded(cases)
    halves = (Tally(), Tally())
    for place, each in enumerate(seen):
        halves[place % 2].add(each)
    for pair in PAIRS:
        together: dict[Any, Any] = {}
        for half in halves:
            for key, cell in unpack(pack(half.by_pair()[pair])):
                merge(together.setdefault(key, {}), cell)
        plain: dict[Any, Any] = {}
        for each in seen:
            add_to(plain.setdefault(tuple(each.place(name) for name in pair), {}), each)
        assert {key: _said(cell) for key, cell in together.items()} == {
            key: _said(cell) for key, cell in plain.items()
        }


def _said(cell: dict[str, Any]) -> dict[str, Any]:
    # Counts of nothing but zeros are not told apart from none.
    return {
        name: numbers if isinstance(numbers, list) else joined(spread_of(numbers).steps)
        for name, numbers in cell.items()
        if not isinstance(numbers, list) or any(numbers)
    }


def test_a_pair_is_found_for_up_to_two_dimensions() -> None:
    assert pair_for(["topic", "channel"]) == ("channel", "topic")
    assert pair_for(["priority"]) == ("sort", "priority")
    assert pair_for([]) == ("sort", "priority")


def test_an_appeal_that_is_decided_otherwise_is_a_reversal() -> None:
    def decided(*stages: tuple[str, str]) -> dict[str, Any]:
        story = ComplaintStory()
        story.register(_START, {"received_at": _START.isoformat()})
        for kind, said in stages:
            COMPLAINT_STEPS[f"complaint.{kind}"](story, _START, {"outcome": said, "stage": said})
        return story.told or {}

    first = (("decision_proposed", "not_upheld"), ("moved", "responded"))
    assert decided(*first) == {"outcome": "not_upheld"}
    again = (*first, ("moved", "appeal"), ("moved", "investigating"))
    assert "appeal_reversed" not in decided(*again)
    kept = decided(*again, ("decision_proposed", "not_upheld"), ("moved", "responded"))
    assert kept == {"outcome": "not_upheld", "appeal_reversed": False}
    changed = decided(*again, ("decision_proposed", "partly"), ("moved", "responded"))
    assert changed == {"outcome": "partly", "appeal_reversed": True}
    # What is decided anew after a reopening is no appeal.
    reopened = (*again, ("decision_proposed", "partly"), ("moved", "responded"), ("moved", "reopened"))
    assert decided(*reopened, ("decision_proposed", "upheld"), ("moved", "responded"))["appeal_reversed"]
