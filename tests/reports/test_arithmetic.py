"""Erlang, the grid, intervals, charts and files: pure."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.reports import charts
from muhatap.reports.erlang import Goal, Load, NotALoad, agents_needed, erlang_b, erlang_c, staffing
from muhatap.reports.exporting import write_rows
from muhatap.reports.grid import joined, lane_of, median, nearest_rank, on_grid, packed, seconds_of, spread_of
from muhatap.reports.statistics import control_limits, rounded, wilson


@given(st.integers(0, 5000), st.floats(0.001, 4000))
def test_erlang_stays_a_share_and_more_agents_help(agents: int, erlangs: float) -> None:
    assert 0 <= erlang_b(agents, erlangs) <= 1
    waiting = erlang_c(agents, erlangs)
    assert 0 <= waiting <= 1
    assert erlang_c(agents + 1, erlangs) <= waiting + 1e-12


@given(st.floats(0.1, 3000), st.floats(1, 900), st.floats(0.3, 0.95), st.floats(1, 120))
def test_the_fewest_agents_reach_the_goal(
    contacts: float, handling: float, share: float, within: float
) -> None:
    load, goal = Load(contacts=contacts, period=1800, handling=handling), Goal(share=share, within=within)
    found = agents_needed(load, goal)
    assert found.is_stable
    assert found.service_level >= share
    if found.agents > 1:
        assert staffing(load, goal, found.agents - 1).service_level < share


def test_five_hundred_erlangs_do_not_overflow() -> None:
    assert 0.27 < erlang_c(520, 500) < 0.28


@pytest.mark.parametrize(
    "wrong", [{"contacts": -1}, {"period": 0}, {"at_once": 0.5}, {"handling": float("nan")}]
)
def test_a_load_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(NotALoad):
        Load(**{"contacts": 1.0, "period": 60.0, "handling": 30.0, **wrong})


@given(st.integers(0, 500 * 86_400))
def test_the_grid_cuts_down_by_less_than_one_per_cent(seconds: int) -> None:
    cut = on_grid(seconds)
    assert 0 <= seconds - cut <= max(0, seconds * 0.0084)
    assert lane_of(cut) == lane_of(seconds)
    assert seconds_of(lane_of(seconds)) == cut


@given(st.lists(st.integers(0, 299), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_value_at_its_rank(values: list[int], percent: int) -> None:
    counts: dict[int, int] = {}
    for value in values:
        counts[lane_of(value)] = counts.get(lane_of(value), 0) + 1
    rank = max(1, -(-percent * len(values) // 100))
    spread = spread_of(counts)
    assert nearest_rank(spread, Fraction(percent, 100)) == sorted(values)[rank - 1]
    low, high = sorted(values)[(len(values) - 1) // 2], sorted(values)[len(values) // 2]
    assert median(spread) == Fraction(low + high, 2)
    in_parts = [step for value in values for step in packed({lane_of(value): 1})]
    assert median(spread_of(in_parts)) == median(spread)
    assert joined(in_parts) == packed(counts)


def test_halves_are_rounded_up_and_away_from_zero() -> None:
    assert str(rounded(Fraction(5, 1000), 2)) == "0.01"
    assert str(rounded(Fraction(-5, 1000), 2)) == "-0.01"
    assert str(rounded(35, 0)) == "35"


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(part: int, whole: int) -> None:
    part = min(part, whole)
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=40))
def test_a_chart_stays_in_its_frame(values: list[float]) -> None:
    chart = charts.line_chart([str(n) for n in range(len(values))], values, target=10, is_better_up=False)
    assert all(12 <= float(dot.y) <= 196 and 34 <= float(dot.x) <= 514 for dot in chart.dots)
    assert chart.ticks[0].value <= min(0, *values)
    assert chart.ticks[-1].value >= max(0, *values)


def test_control_limits_need_a_run() -> None:
    assert control_limits([1.0] * 7) is None
    assert control_limits([1.0] * 8) == (1.0, 1.0, 1.0)


def test_a_cell_that_a_spreadsheet_would_run_stands_behind_an_apostrophe() -> None:
    file = io.BytesIO()
    write_rows([{"a": "=1+1", "b": -3}, {"a": "@x", "b": "+1"}, {"a": "plain", "b": 2}], "csv", file)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode())))
    assert rows == [["a", "b"], ["'=1+1", "-3"], ["'@x", "'+1"], ["plain", "2"]]


def test_a_parquet_file_is_framed_as_its_readers_expect() -> None:
    file = io.BytesIO()
    rows = [{"text": "İade", "number": 3, "share": 0.5, "yes": True}, {"text": None, "number": None}]
    assert write_rows(rows, "parquet", file) == 2
    raw = file.getvalue()
    footer = int.from_bytes(raw[-8:-4], "little")
    assert raw[:4] == raw[-4:] == b"PAR1"
    assert all(name in raw[-8 - footer : -8] for name in (b"text", b"number", b"share", b"yes"))
