"""Whether a field's pattern can be read and is safe to run on what strangers type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

# A count this high behaves like no bound at all.
_MANY = 64
_MOST_OPEN_REPEATS = 2
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
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

    Refused are repeats within open repeats, alternatives within open repeats, more than two open repeats,
    look-around and back references: stricter than needed, and simple to explain.
    """
    opened = 0
    for operation, argument, inside in _walk(_parser.parse(pattern), False):
        if operation in _LOOKING:
            return True
        if inside and operation in (*_REPEATS, _constants.BRANCH):
            return True
        if operation in _REPEATS and argument[1] >= _MANY:
            opened += 1
    return opened > _MOST_OPEN_REPEATS


def fits(pattern: str, text: str) -> bool:
    """Say whether the whole text fits the pattern."""
    return re.fullmatch(pattern, text) is not None


def _walk(parsed: Any, inside: bool) -> Iterator[tuple[Any, Any, bool]]:
    for operation, argument in parsed:
        yield operation, argument, inside
        deeper = inside or (operation in _REPEATS and argument[1] >= _MANY)
        for part in _parts(argument):
            yield from _walk(part, deeper)


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for each in argument:
            yield from _parts(each)
