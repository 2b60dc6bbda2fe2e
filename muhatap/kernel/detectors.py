"""Finds card numbers, IBANs, Turkish identity numbers and security codes; pure, linear in the text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from stdnum import iban as iban_rules
from stdnum import numdb
from stdnum.tr import tckimlik

from muhatap.kernel import damm
from muhatap.kernel.cards import cards_in, code_after
from muhatap.kernel.digits import STOP, shadow_of

Predicate = Callable[[str], bool]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """One secret: its kind (card, iban, tckn, cvv) and its place in the original, end exclusive."""

    kind: str
    start: int
    end: int


# What the masker leaves behind: its last letters must never join the digits that follow.
_RESIDUE = re.compile(r"\*{9,}[0-9A-Za-z]{2,4}(?![0-9])")
_DATE = re.compile(
    r"(?<![0-9])(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([./-])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01]))(?![0-9])"
)
_OWN = re.compile(r"(?<![0-9])(?<![0-9]-)\d{2}-\d{5}-\d{5}(?!-?[0-9])|(?<![0-9])[23]\d{11}(?![0-9])")
_IBAN = re.compile(r"(?:(?<![A-Za-z])|(?<=[Ii][Bb][Aa][Nn]))[A-Za-z]{2}[ .\-]?\d[ .\-]?\d")
_IBAN_LETTER = re.compile(r"[ .\-/]{0,4}([A-Za-z0-9])")
_TCKN = re.compile(r"(?<![0-9+])[1-9](?:\d{10}|\d\d([ .\-])\d{3}\1\d{3}\1\d\d)(?![0-9])")
_CODE_WORD = re.compile(
    r"c[ .\-]?[vs][ .\-]?[vc]\b ?2?|\bcv[vcn] ?2?(?![0-9])|\bc(?:id|av2)\b|card verification"
    r"|g[uü]\u0308?venl[iı]\u0307?k (?:kodu|no|numaras|[sş][iı]fre)|security (?:code|number)"
    r"|arkas[iı]ndak[iı]|(?:kart|card) (?:do[gğ]rulama|validation) (?:kodu|code)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![0-9/.,*])(?:\d{3,4}(?!\d)|\d(?:[ .\-]\d){2,3}(?![ .\-]?\d))")
_CODE_BEFORE = re.compile(r"(?<![0-9/.,*\x01])(\d{3})(?=[^0-9*\x01\n]{1,14}$)")
_AMOUNT_AFTER = re.compile(r"[.,]\d| ?(?:tl|try|lira|usd|eur|euro|gbp|dolar|₺|\$|€|£|%)", re.IGNORECASE)
_CODE_REACH = 30
_STOPS = (STOP, "***")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[0-9]+")
# A security code has three, everything else has more.
_FEWEST_DIGITS = 3
_ROUNDS = 5


def detect(text: str, is_own_number: Predicate = damm.is_own_number) -> list[Found]:
    """Every secret of the text in ascending order, none overlapping another."""
    if text.isascii() and not _DIGIT.search(text):
        return []
    shadow = shadow_of(text)
    if len(_DIGIT.findall(shadow.text)) < _FEWEST_DIGITS:
        return []
    shadow = shadow.without(_spans(_RESIDUE, shadow.text))
    found: list[Found] = []
    ibans = sorted(_ibans(shadow.text))
    found += [Found("iban", *shadow.span(*span)) for span in ibans]
    # The country stays readable, here as in the masked text, so that distances are alike in both.
    shadow = shadow.without([(start + 2, end) for start, end in ibans])
    shadow = shadow.without(sorted(_own_numbers(shadow.text, is_own_number)))
    shadow = shadow.without(_spans(_DATE, shadow.text))
    # What one rule takes away can bring what is left into the reach of another.
    for _ in range(_ROUNDS):
        before = len(found)
        for kind, rule in _RULES:
            spans = sorted(set(rule(shadow.text)))
            found += [Found(kind, *shadow.span(*span)) for span in spans]
            shadow = shadow.without(spans)
            if kind == "card":
                codes = _codes_behind(shadow.text, spans)
                found += [Found("cvv", *shadow.span(*span)) for span in codes]
                shadow = shadow.without(codes)
        if len(found) == before:
            break
    return sorted(found, key=lambda item: item.start)


def _spans(pattern: re.Pattern, plain: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(plain)]


def _own_numbers(plain: str, is_own_number: Predicate) -> Iterator[Span]:
    for match in _OWN.finditer(plain):
        if is_own_number(match.group().replace("-", "")):
            yield match.span()


def _ibans(plain: str) -> Iterator[Span]:
    for match in _IBAN.finditer(plain):
        length = _iban_length(match.group()[:2].upper())
        taken = _letters_from(plain, match.start(), length) if length else None
        if taken and _is_iban(taken[0]):
            yield match.start(), taken[1]


def _letters_from(plain: str, at: int, length: int) -> tuple[str, int] | None:
    """So many letters and digits from there on, separators left out, and where they end."""
    letters = []
    while len(letters) < length:
        match = _IBAN_LETTER.match(plain, at)
        if not match:
            return None
        letters.append(match.group(1))
        at = match.end()
    if plain[at : at + 1].isalnum() and plain[at].isascii():
        return None
    return "".join(letters).upper(), at


def _is_iban(number: str) -> bool:
    remainder = int("".join(str(int(letter, 36)) for letter in number[4:] + number[:4])) % 97
    return remainder == 1 and iban_rules.is_valid(number, check_country=False)


@cache
def _iban_length(country: str) -> int | None:
    """How long that country's IBANs are, by the registry that python-stdnum carries; None if it has none."""
    structure = numdb.get("iban").info(country)[0][1].get("bban")
    if not structure:
        return None
    return 4 + sum(int(size) for size in _DIGITS.findall(structure))


def _codes_behind(plain: str, card_spans: list[Span]) -> list[Span]:
    codes = [code_after(plain, end) for _, end in card_spans]
    return [span for span in codes if span and not _AMOUNT_AFTER.match(plain, span[1])]


def _identity_numbers(plain: str) -> Iterator[Span]:
    for match in _TCKN.finditer(plain):
        if tckimlik.is_valid("".join(_DIGITS.findall(match.group()))):
            yield match.span()


def _security_codes(plain: str) -> Iterator[Span]:
    for word in _CODE_WORD.finditer(plain):
        limit = word.end() + _CODE_REACH
        stops = [plain.find(stop, word.end(), limit + len(stop) - 1) for stop in _STOPS]
        stops = [at for at in stops if at >= 0]
        span = _code_after(plain, word.end(), min(stops, default=limit))
        if span is None and not stops:
            span = _code_before(plain, word.start())
        if span:
            yield span


def _code_after(plain: str, start: int, limit: int) -> Span | None:
    for match in _CODE.finditer(plain, start, limit + 8):
        if match.start() >= limit:
            return None
        if not _AMOUNT_AFTER.match(plain, match.end()):
            return match.span()
    return None


def _code_before(plain: str, end: int) -> Span | None:
    match = _CODE_BEFORE.search(plain[max(0, end - 24) : end])
    if match is None:
        return None
    start = max(0, end - 24) + match.start(1)
    return None if plain[start - 1 : start].isdigit() else (start, start + len(match.group(1)))


_RULES: tuple[tuple[str, Callable[[str], Iterable[Span]]], ...] = (
    ("card", cards_in),
    ("tckn", _identity_numbers),
    ("cvv", _security_codes),
)
