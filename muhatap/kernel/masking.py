"""Masks what must never be kept in readable form: card numbers, IBANs, identity numbers, security codes.

PCI DSS 4.0.1 requirements 3.3.1 (no security codes) and 3.4.1 (at most the last four digits of a card).
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from muhatap.kernel import damm
from muhatap.kernel.cards import LONGEST
from muhatap.kernel.detectors import Found, Predicate, detect
from muhatap.kernel.digits import shadow_of

DEEPEST = 100

_CODE_KEY = re.compile(
    r"cv[vcn]2?|c[is][dc]|security_?code|g[uü]venlik_?kodu|card_?verification\w*", re.IGNORECASE
)
_CODE_VALUE = re.compile(r"\s*\d{3,4}\s*")
_UNPRINTED = re.compile(r"[^0-9A-Za-z]+")
_LONG_NUMBER = 10**10


class TooDeep(ValueError):
    """A JSON value is nested deeper than anything that a program sends in earnest."""


@dataclass(frozen=True, slots=True)
class Masked:
    """The text without its secrets, and where in the original they stood."""

    text: str
    found: tuple[Found, ...]


def mask(text: str, is_own_number: Predicate = damm.is_own_number) -> Masked:
    """The text with every secret masked; masking twice changes nothing more; linear in the text."""
    found = detect(text, is_own_number)
    return Masked(with_masks(text, found), tuple(found))


def with_masks(text: str, found: list[Found]) -> str:
    """The text with these spans (ascending, apart) replaced by their masks."""
    pieces, done = [], 0
    for item in found:
        pieces += [text[done : item.start], mask_of(item.kind, text[item.start : item.end])]
        done = item.end
    return "".join([*pieces, text[done:]])


def mask_of(kind: str, secret: str) -> str:
    """What stands in place of a secret: a card keeps four digits, an IBAN its country too, a code none."""
    if kind == "cvv":
        return "***"
    plain = _UNPRINTED.sub("", shadow_of(secret).text).upper()
    match kind:
        case "iban":
            return plain[:2] + "*" * (len(plain) - 6) + plain[-4:]
        case "tckn":
            return "*" * (len(plain) - 2) + plain[-2:]
        case _ if len(plain) > LONGEST:
            # Its expiry and security code are glued to it.
            return "*" * len(plain)
        case _:
            return "*" * (len(plain) - 4) + plain[-4:]


def mask_json(value: Any, is_own_number: Predicate = damm.is_own_number) -> Any:
    """The same JSON value with every string, key and long number masked; TooDeep beyond 100 levels."""
    return _masked_value(value, is_own_number, DEEPEST)


def mask_batch(line: str) -> str:
    """One JSON line `{"text"}` as `{"masked", "found": [{"kind", "start", "end"}]}`, or `{"error"}`."""
    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        return _answer({"error": "the line is not JSON"})
    text = question.get("text") if isinstance(question, dict) else None
    if not isinstance(text, str):
        return _answer({"error": 'an object with a string "text" is expected'})
    masked = mask(text)
    found = [{"kind": item.kind, "start": item.start, "end": item.end} for item in masked.found]
    return _answer({"masked": masked.text, "found": found})


def _answer(answer: dict) -> str:
    # A lone surrogate may come in as an escape; it must go out as one, since no stream can write it.
    plain = json.dumps(answer, ensure_ascii=False)
    return plain if plain.isprintable() or _is_encodable(plain) else json.dumps(answer)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _masked_value(value: Any, is_own_number: Predicate, levels: int) -> Any:
    if levels == 0:
        raise TooDeep(f"nested deeper than {DEEPEST} levels")
    match value:
        case str():
            return mask(value, is_own_number).text
        case bool() | None:
            return value
        case int() | float() if abs(value) >= _LONG_NUMBER:
            return _masked_number(value, is_own_number)
        case dict():
            return {
                _masked_value(key, is_own_number, levels - 1): _masked_entry(key, item, is_own_number, levels)
                for key, item in value.items()
            }
        case list() | tuple():
            return [_masked_value(item, is_own_number, levels - 1) for item in value]
    return value


def _masked_entry(key: Any, value: Any, is_own_number: Predicate, levels: int) -> Any:
    is_code = isinstance(key, str) and _CODE_KEY.fullmatch(key) and not isinstance(value, bool)
    if is_code and isinstance(value, str | int) and _CODE_VALUE.fullmatch(str(value)):
        return "***"
    return _masked_value(value, is_own_number, levels - 1)


def _masked_number(value: int | float, is_own_number: Predicate) -> Any:
    if value in (float("inf"), float("-inf")) or abs(value) >= 10**30:
        return value
    masked = mask(str(int(value)), is_own_number)
    return masked.text if masked.found else value
