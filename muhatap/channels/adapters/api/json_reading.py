"""Reading JSON that strangers wrote: strict, bounded, and clean before anybody looks at it. Pure."""

import json
import math
from typing import Any, NoReturn

from muhatap.kernel.text import clean

DEEPEST = 32
LONGEST_NUMBER = 40


class MalformedJson(ValueError):
    """Bytes that are not the JSON we accept; `code` says why and `place` where, as far as it is known."""

    def __init__(self, code: str, place: str = "") -> None:
        super().__init__(f"{code} {place}".strip())
        self.code = code
        self.place = place


def read_json(body: bytes) -> Any:
    """The value that the bytes stand for.

    Refused are other encodings than UTF-8, NaN and infinities, a key that comes twice in one object,
    numbers of more than 40 digits, and more than 32 levels.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise MalformedJson("encoding", str(trouble.start)) from None
    if not text.strip():
        raise MalformedJson("empty")
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise MalformedJson("deep") from None
    except json.JSONDecodeError as trouble:
        raise MalformedJson("syntax", f"{trouble.lineno}:{trouble.colno}") from None
    _refuse_deep(value, DEEPEST)
    # What an escape can bring in (NUL, half a surrogate pair) cannot stand in well-formed UTF-8.
    return _cleaned(value) if "\\u" in text else value


def _refuse_deep(value: Any, levels: int) -> None:
    if not isinstance(value, (dict, list)):
        return
    if levels == 0:
        raise MalformedJson("deep")
    for item in value.values() if isinstance(value, dict) else value:
        _refuse_deep(item, levels - 1)


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(key): _cleaned(item) for key, item in value.items()}
        case list():
            return [_cleaned(item) for item in value]
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise MalformedJson("twice", clean(key, max_length=60))
            seen.add(key)
    return found


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise MalformedJson("number", text[:20])
    return int(text)


def _float(text: str) -> float:
    value = float(text) if len(text) <= LONGEST_NUMBER else math.inf
    if not math.isfinite(value):
        raise MalformedJson("number", text[:20])
    return value


def _constant(name: str) -> NoReturn:
    raise MalformedJson("number", name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)
