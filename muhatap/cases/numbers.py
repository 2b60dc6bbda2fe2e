"""Case numbers `YY-NNNNN-NNNNC` and their secrets: in no visible order, safe against a slip of the hand.

Twelve digits on purpose: 10, 11 and 13 to 19 are tax, identity and card numbers.
"""

import hashlib
import hmac
import re
import unicodedata

from muhatap.kernel import damm

_CAPACITY = 10**9
# Their product is the smallest of two near factors above the capacity, so walking on is almost never needed.
_LEFT, _RIGHT = 31_623, 31_623
_ROUNDS = 8
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "ı": "1"})
_SECRET_LETTERS = 20
_NUMBER = re.compile(r"(?<![0-9])(?<![0-9]-)(\d\d)([- ]?)(\d{5})([- ]?)(\d{5})(?![0-9])(?!-[0-9])", re.ASCII)
_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff-]+")
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


class NotANumber(ValueError):
    """These digits are no case number: wrong length or wrong check digit."""


class Exhausted(ValueError):
    """A year holds 1,000,000,000 numbers, 2000 to 2099."""


class Numbering:
    """Numbers and secrets under one key; the same key always gives the same answers."""

    def __init__(self, key: bytes):
        if len(key) < 16:
            raise ValueError("the numbering key needs at least 16 bytes")
        self._order_key = hmac.digest(key, b"case number order", "sha256")
        self._secret_key = hmac.digest(key, b"case number secret", "sha256")

    def __repr__(self) -> str:
        return "<Numbering>"

    def number(self, year: int, counter: int) -> str:
        """The number of the counter-th case (from 0) of a year, with hyphens."""
        if not (2000 <= year <= 2099 and 0 <= counter < _CAPACITY):
            raise Exhausted(f"no number for year {year}, counter {counter}")
        value = self._forward(year, counter)
        while value >= _CAPACITY:
            value = self._forward(year, value)
        digits = f"{year % 100:02d}{value:09d}"
        return _hyphened(digits + damm.check_digit(digits))

    def counter_of(self, number: str) -> int:
        """The counter that a number was made from; NotANumber when it is none."""
        digits = _checked(number).replace("-", "")
        value = self._backward(2000 + int(digits[:2]), int(digits[2:11]))
        while value >= _CAPACITY:
            value = self._backward(2000 + int(digits[:2]), value)
        return value

    def secret(self, number: str, generation: int = 0) -> str:
        """The secret (100 bits, five groups of four letters) that opens a case without signing in."""
        message = f"{_checked(number)}/{generation}".encode()
        bits = int.from_bytes(hmac.digest(self._secret_key, message, "sha256")) >> (256 - 5 * _SECRET_LETTERS)
        letters = "".join(_ALPHABET[bits >> 5 * at & 31] for at in reversed(range(_SECRET_LETTERS)))
        return "-".join(letters[at : at + 4] for at in range(0, _SECRET_LETTERS, 4))

    def matches_secret(self, number: str, generation: int, given: str) -> bool:
        """Whether a typed secret is the right one, in constant time; case, gaps and o for 0 are forgiven."""
        typed = _GAPS.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", given[:200]))).lower()
        typed = typed.translate(_MISREAD)
        right = self.secret(number, generation).replace("-", "")
        return hmac.compare_digest(typed.encode("utf-8", "replace"), right.encode())

    def _forward(self, year: int, value: int) -> int:
        left, right = divmod(value, _RIGHT)
        for step in range(0, _ROUNDS, 2):
            left = (left + self._round(year, step, right)) % _LEFT
            right = (right + self._round(year, step + 1, left)) % _RIGHT
        return left * _RIGHT + right

    def _backward(self, year: int, value: int) -> int:
        left, right = divmod(value, _RIGHT)
        for step in reversed(range(0, _ROUNDS, 2)):
            right = (right - self._round(year, step + 1, left)) % _RIGHT
            left = (left - self._round(year, step, right)) % _LEFT
        return left * _RIGHT + right

    def _round(self, year: int, step: int, half: int) -> int:
        message = (year << 24 | step << 16 | half).to_bytes(8)
        return int.from_bytes(hashlib.blake2b(message, digest_size=8, key=self._order_key).digest())


def parse_number(text: str) -> str | None:
    """The number with its hyphens, from digits with hyphens, spaces or neither; None if it is none."""
    if len(text) > 60:
        return None
    digits = _GAPS.sub("", _plain(text).lstrip("#"))
    return _hyphened(digits) if damm.is_own_number(digits) else None


def find_numbers(text: str) -> list[str]:
    """The valid numbers of a free text in their order, each once."""
    found = {}
    for match in _NUMBER.finditer(_plain(text)):
        digits = match.group(1) + match.group(3) + match.group(5)
        if match.group(2) == match.group(4) and damm.is_own_number(digits):
            found[_hyphened(digits)] = None
    return list(found)


def _plain(text: str) -> str:
    if text.isascii():
        return text.strip()
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()


def _checked(number: str) -> str:
    parsed = parse_number(number)
    if parsed is None:
        raise NotANumber("twelve digits with a valid check digit are expected")
    return parsed


def _hyphened(digits: str) -> str:
    return f"{digits[:2]}-{digits[2:7]}-{digits[7:]}"
