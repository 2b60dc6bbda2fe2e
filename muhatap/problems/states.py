"""How a problem may move, and what must be known before: pure tables."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A fix that holds for so long has ended its problem (process: cause "fixed" in the last 90 days).
WATCHED_FOR = timedelta(days=90)


class State(StrEnum):
    """Where a problem stands."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    FIX_IN_HAND = "fix_in_hand"
    FIXED = "fixed"
    WATCHED = "watched"
    CLOSED = "closed"
    REOPENED = "reopened"


class How(StrEnum):
    """By whom or what a case came to a problem."""

    AGENT = "agent"
    BULK = "bulk"
    COMPLAINT = "complaint"
    ERROR_CODE = "error_code"
    KNOWN_ISSUE = "known_issue"
    SUGGESTED = "suggested"
    NOTICE = "notice"


_S = State
_MOVES: dict[State, frozenset[State]] = {
    _S.SUSPECTED: frozenset({_S.CONFIRMED, _S.CLOSED}),
    _S.CONFIRMED: frozenset({_S.FIX_IN_HAND, _S.FIXED, _S.CLOSED}),
    _S.FIX_IN_HAND: frozenset({_S.CONFIRMED, _S.FIXED, _S.CLOSED}),
    _S.FIXED: frozenset({_S.WATCHED, _S.REOPENED}),
    _S.WATCHED: frozenset({_S.CLOSED, _S.REOPENED}),
    _S.CLOSED: frozenset({_S.REOPENED}),
    _S.REOPENED: frozenset({_S.CONFIRMED, _S.FIX_IN_HAND, _S.FIXED, _S.CLOSED}),
}
# Customers meet it now; what is fixed or watched they met before.
LIVE = frozenset({_S.SUSPECTED, _S.CONFIRMED, _S.FIX_IN_HAND, _S.REOPENED})
# The fix is out, and whatever comes after it speaks against it.
ON_WATCH = frozenset({_S.FIXED, _S.WATCHED})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a problem when it is to move."""

    has_cause: bool = False
    has_fix: bool = False
    fixed_on: date | None = None
    is_watch_over: bool = False
    improvement_decided: bool = False
    has_reason: bool = False


def may_move(old: State, new: State) -> bool:
    """Whether the table has this step."""
    return new in _MOVES[old]


def moves_from(old: State) -> list[State]:
    """The steps of the table, in the order of the states."""
    return [state for state in State if state in _MOVES[old]]


def missing_for(old: State, new: State, known: Known) -> tuple[str, ...]:
    """Codes of what is missing for a step that the table has; none when it may be taken."""
    needs: dict[str, bool] = {}
    match new:
        case State.FIX_IN_HAND:
            needs = {"root_cause": known.has_cause}
        case State.FIXED:
            needs = {
                "root_cause": known.has_cause,
                "fix": known.has_fix,
                "fixed_on": known.fixed_on is not None,
            }
        case State.CLOSED if old is State.WATCHED:
            needs = {"watch_over": known.is_watch_over, "improvement": known.improvement_decided}
        case State.CLOSED | State.REOPENED:
            needs = {"reason": known.has_reason}
        case _:
            pass
    return tuple(code for code, is_there in needs.items() if not is_there)
