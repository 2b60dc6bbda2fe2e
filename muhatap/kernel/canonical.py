"""Canonical JSON bytes (RFC 8785) for text, whole numbers, booleans, null, lists and objects."""

import hashlib
import hmac
import json
from typing import Any

LARGEST = 2**53 - 1
_DEEPEST = 200
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=False, allow_nan=False)


class NotCanonical(ValueError):
    """The value has no canonical form here; the message names the place."""


def canonical(value: Any) -> bytes:
    """The one byte string that stands for this value; NotCanonical for floats and other types."""
    try:
        return _ENCODER.encode(_ordered(value, "$", _DEEPEST)).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds a lone surrogate") from error


def salted_digest(salt: bytes, value: Any) -> str:
    """HMAC-SHA256 over the canonical bytes, in hexadecimal: says nothing about the value without the salt."""
    return hmac.new(salt, canonical(value), hashlib.sha256).hexdigest()


def _ordered(value: Any, place: str, levels: int) -> Any:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not -LARGEST <= value <= LARGEST:
            raise NotCanonical(f"{place}: {value} is beyond 2^53 and would lose digits; send it as text")
        return int(value)
    if levels == 0:
        raise NotCanonical(f"nested deeper than {_DEEPEST} levels")
    if isinstance(value, dict):
        return _ordered_object(value, place, levels)
    if isinstance(value, list | tuple):
        return [_ordered(item, place, levels - 1) for item in value]
    raise NotCanonical(f"{place}: {kind.__name__} has no canonical form; use text or a whole number")


def _ordered_object(value: dict, place: str, levels: int) -> dict:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(f"{place}: the key {key!r} is not text")
    return {
        key: _ordered(value[key], f"{place}.{key}", levels - 1) for key in sorted(value, key=_sort_key(value))
    }


def _sort_key(value: dict) -> Any:
    # UTF-16 order differs from code point order only where letters beyond the first plane take part.
    if all(key.isascii() for key in value):
        return None
    return lambda key: key.encode("utf-16-be", "surrogatepass")
