"""Card numbers (PAN, ISO/IEC 7812: 13 to 19 digits, Luhn) in a shadow text; pure and linear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]

SHORTEST, LONGEST = 13, 19

_RUN = re.compile(r"[0-9](?:[ .\-/,]{0,8}[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
# Issuer ranges of the schemes; 9792 is Troy, 2200-2204 Mir.
_ISSUER = re.compile(
    r"4|5[0-8]|6|3(?:[4789]|0[0-5]|6|5[2-8])|22(?:0[0-4]|2[1-9]|[3-9])|2[3-6]|27(?:[01]|20)|9792"
)
# A first digit of 2 is also how years, time stamps and invoice numbers start: there the range decides.
_ISSUER_OF_WHOLE = re.compile(
    r"[3-6]|22(?:0[0-4]|2[1-9]|[3-9])\d{11}|2[3-6]\d{13}|27(?:[01]\d|20)\d{11}|9792\d{11}"
)
_EXPIRY_AND_CODE = re.compile(r"(?:0[1-9]|1[0-2])(?:20)?[2-4]\d(?:\d{3,4})?")
_TAIL = re.compile(
    r"[ ,;.|/\-]{1,3}(?P<expiry>(?:0[1-9]|1[0-2])[ /.\-]{0,3}(?:20)?\d\d[ ,;.|/\-]{1,3})?"
    r"(?P<code>\d{3,4})(?![0-9])"
)
# With odd separators only a short run counts; lists of small numbers would match by chance.
_ODD_RUN_AT_MOST = 24


def passes_luhn(digits: str) -> bool:
    """Whether ASCII digits end in their Luhn check digit."""
    return _Run([digits]).passes(0, len(digits))


def is_card_number(digits: str) -> bool:
    """Whether bare ASCII digits form a card number of a plausible issuer."""
    return SHORTEST <= len(digits) <= LONGEST and bool(_ISSUER_OF_WHOLE.match(digits)) and passes_luhn(digits)


def is_scheme_card(digits: str) -> bool:
    """The stricter question: the length and the range of one of today's schemes, and Luhn."""
    usual = len(digits) == (15 if digits[:2] in {"34", "37"} else 16)
    return usual and bool(_ISSUER.match(digits)) and passes_luhn(digits)


def code_after(plain: str, end: int) -> Span | None:
    """The security code that people write right behind a card number, after its expiry date or bare."""
    match = _TAIL.match(plain, end)
    if not match or (len(match.group("code")) == 4 and not match.group("expiry")):
        return None
    return match.span("code")


def cards_in(plain: str) -> Iterator[Span]:
    """Spans of the card numbers of a shadow text, ascending, none overlapping."""
    for run in _RUN.finditer(plain):
        groups = [match.span() for match in _GROUP.finditer(plain, *run.span())]
        chosen = _chosen(_Run([plain[start:end] for start, end in groups]))
        yield from ((groups[first][0], groups[last][1]) for first, last in chosen)


@dataclass(frozen=True, slots=True)
class _Window:
    first: int
    last: int


class _Run:
    """Digit groups in a row, with running sums so that any stretch is checked in constant time."""

    def __init__(self, groups: list[str]):
        self.groups = groups
        self.digits = "".join(groups)
        self.starts = [0, *accumulate(map(len, groups))]
        values = [ord(digit) - 48 for digit in self.digits]
        self._sums = [
            [0, *accumulate(_DOUBLED[value] if at % 2 == odd else value for at, value in enumerate(values))]
            for odd in (0, 1)
        ]

    def passes(self, start: int, end: int) -> bool:
        """Whether the digits from start to end pass Luhn: every second one from the right counts double."""
        sums = self._sums[end % 2]
        return (sums[end] - sums[start]) % 10 == 0

    def windows(self) -> Iterator[_Window]:
        """Stretches of whole groups that are card numbers, by their start, longer ones first."""
        for first in range(len(self.groups)):
            if len(self.groups[first]) > LONGEST:
                if _is_card_with_expiry(self.groups[first]):
                    yield _Window(first, first)
                continue
            found = list(self._windows_from(first))
            # Sixteen digits and a security code of three would else pass for nineteen by chance.
            with_code = [window for window in found if self._is_card_before_code(window)]
            yield from with_code or reversed(found)

    def _windows_from(self, first: int) -> Iterator[_Window]:
        start = self.starts[first]
        if self.digits[start] in "0178":
            return
        for last in range(first, min(first + LONGEST, len(self.groups))):
            end = self.starts[last + 1]
            if end - start > LONGEST:
                return
            if end - start >= SHORTEST and self.passes(start, end) and self._is_plausible(first, last):
                yield _Window(first, last)

    def _is_card_before_code(self, window: _Window) -> bool:
        rest = self.groups[window.last + 1 : window.last + 2]
        digits = self.digits[self.starts[window.first] : self.starts[window.last + 1]]
        return len(digits) == 16 and bool(rest) and len(rest[0]) == 3 and is_scheme_card(digits)

    def _is_plausible(self, first: int, last: int) -> bool:
        digits = self.digits[self.starts[first] : self.starts[last + 1]]
        sizes = tuple(map(len, self.groups[first : last + 1]))
        if len(sizes) == 1 or _is_usual_grouping(sizes):
            return bool(_ISSUER_OF_WHOLE.match(digits))
        return len(self.digits) <= _ODD_RUN_AT_MOST and is_scheme_card(digits)


def _is_usual_grouping(sizes: tuple[int, ...]) -> bool:
    return all(size == 4 for size in sizes[:-1]) or sizes in {(4, 6, 5), (4, 6, 4)}


def _is_card_with_expiry(digits: str) -> bool:
    return any(
        is_scheme_card(digits[:size]) and bool(_EXPIRY_AND_CODE.fullmatch(digits, size)) for size in (16, 15)
    )


def _chosen(run: _Run) -> list[Span]:
    """Group spans to mask, from the left; another card that is not covered yet joins its neighbour."""
    chosen: list[list[int]] = []
    passed_over: list[_Window] = []
    for window in run.windows():
        if not chosen or window.first > chosen[-1][1]:
            chosen.append([window.first, window.last])
        elif window.last > chosen[-1][1]:
            passed_over.append(window)
    covered = {group for first, last in chosen for group in range(first, last + 1)}
    for window in passed_over:
        missing = set(range(window.first, window.last + 1)) - covered
        if missing:
            covered |= missing
            chosen.append([window.first, window.last])
    return _joined(chosen) if passed_over else [(first, last) for first, last in chosen]


def _joined(spans: list[list[int]]) -> list[Span]:
    joined: list[list[int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return [(first, last) for first, last in joined]
