"""Whether a field's pattern can be read and is safe to run on what strangers type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import inf, log
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# An entry has at most this many characters, so an open repeat has at most this many ways.
_LONGEST_ENTRY = 300
_MOST_WAYS = 100_000
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_LOOKING = (_constants.ASSERT, _constants.ASSERT_NOT, _constants.GROUPREF, _constants.GROUPREF_EXISTS)


def unreadable_because(pattern: str) -> str:
    """Return why the regular expression cannot be read, or an empty text."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""


def may_run_away(pattern: str) -> bool:
    """Say whether a long text could make matching explode.

    Counted are the ways in which the parts could share out one text, as if no part ruled another out;
    look-around and back references are refused.
    """
    return _ways(_parser.parse(pattern)) > log(_MOST_WAYS)


def fits(pattern: str, text: str) -> bool:
    """Say whether the whole text fits the pattern."""
    return re.fullmatch(pattern, text) is not None


def _ways(parsed: Iterable[Any]) -> float:
    """Return the natural logarithm of the number of ways."""
    return sum(_ways_of(operation, argument) for operation, argument in parsed)


def _ways_of(operation: Any, argument: Any) -> float:
    if operation in _LOOKING:
        return inf
    if operation in _REPEATS:
        least, most, body = argument
        most = min(most, _LONGEST_ENTRY)
        return log(max(most - least, 0) + 1) + most * _ways(body)
    if operation is _constants.BRANCH:
        return log(len(argument[1])) + max(_ways(branch) for branch in argument[1])
    if operation is _constants.SUBPATTERN:
        return _ways(argument[-1])
    if operation is _constants.ATOMIC_GROUP:
        return _ways(argument)
    return 0.0
