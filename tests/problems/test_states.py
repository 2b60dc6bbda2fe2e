"""The table of states: every step that exists, every guard, and nothing else."""

from datetime import date

import pytest

from muhatap.problems.states import LIVE, ON_WATCH, Known, State, may_move, missing_for, moves_from

WHOLE = Known(True, True, date(2026, 11, 1), True, True, True)


def test_every_state_is_reached_and_none_stands_still():
    reached = {new for old in State for new in moves_from(old)}
    assert reached == set(State) - {State.SUSPECTED}
    assert not any(may_move(state, state) for state in State)
    assert not LIVE & ON_WATCH


@pytest.mark.parametrize("old", State)
def test_whoever_knows_all_takes_every_step_of_the_table(old):
    assert all(missing_for(old, new, WHOLE) == () for new in moves_from(old))


@pytest.mark.parametrize(
    ("old", "new", "known", "missing"),
    [
        (State.CONFIRMED, State.FIX_IN_HAND, Known(), ("root_cause",)),
        (State.FIX_IN_HAND, State.FIXED, Known(), ("root_cause", "fix", "fixed_on")),
        (State.FIX_IN_HAND, State.FIXED, Known(has_cause=True, has_fix=True), ("fixed_on",)),
        (State.WATCHED, State.CLOSED, Known(has_reason=True), ("watch_over", "improvement")),
        (State.WATCHED, State.CLOSED, Known(is_watch_over=True), ("improvement",)),
        (State.SUSPECTED, State.CLOSED, Known(), ("reason",)),
        (State.CLOSED, State.REOPENED, Known(), ("reason",)),
    ],
)
def test_a_guard_names_what_is_missing(old, new, known, missing):
    assert missing_for(old, new, known) == missing


def test_a_watch_is_never_skipped():
    assert not may_move(State.FIXED, State.CLOSED)
    assert not may_move(State.SUSPECTED, State.FIXED)
