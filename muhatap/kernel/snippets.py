"""Where the terms of a search stand in a text, and the piece of it to show: pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from muhatap.kernel.search_text import Term, stems
from muhatap.kernel.text import fold, folded_positions

_WORD = re.compile(r"[^\W_]+")
_REACH = 100_000


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the original and the ranges in it to highlight, and whether text was cut off."""

    text: str
    ranges: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_after: bool


def snippet(text: str, terms: Iterable[Term], width: int = 200) -> Snippet:
    """The part of the text around the first match, about `width` letters, cut between words."""
    found = highlights(text, terms)
    first = found[0][0] if found else 0
    start = _word_start(text, max(0, first - width // 4)) if first > width // 2 else 0
    end = _word_end(text, min(len(text), start + width))
    inside = tuple((a - start, b - start) for a, b in found if a >= start and b <= end)
    return Snippet(text[start:end], inside, start > 0, end < len(text))


def highlights(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in the original text (its first 100,000 letters), ascending, none overlapping."""
    folded, positions = folded_positions(text[:_REACH])
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]
    found = sorted(
        (positions[start], positions[end - 1] + 1) for term in terms for start, end in _matches(term, words)
    )
    return _apart(found)


def matches_all(text: str, terms: Iterable[Term]) -> bool:
    """Whether a text holds every term, phrases word by word: the check after an index without positions."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(fold(text))]
    return all(any(True for _ in _matches(term, words)) for term in terms)


def _matches(term: Term, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    match term.kind:
        case "prefix":
            yield from ((start, end) for word, start, end in words if word.startswith(term.words[0]))
        case "word":
            yield from _word_matches(term, words, ())
        case "start":
            yield from _word_matches(term, words, (fold(term.words[0]),))
        case "phrase":
            size = len(term.words)
            for at in range(len(words) - size + 1):
                if all(words[at + ahead][0] == term.words[ahead] for ahead in range(size)):
                    yield words[at][1], words[at + size - 1][2]


def _word_matches(
    term: Term, words: list[tuple[str, int, int]], beginnings: tuple[str, ...]
) -> Iterator[tuple[int, int]]:
    wanted = {*term.alternatives()[0], fold(term.words[0])}
    for word, start, end in words:
        if word in wanted or word.startswith(beginnings or "\0") or not wanted.isdisjoint(stems(word)):
            yield start, end
    if fold(term.words[0]).isalnum() and not term.words[0].isalpha():
        yield from _joined_matches(fold(term.words[0]), words)


def _joined_matches(wanted: str, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """A number or address that the text writes with gaps and the query without."""
    for at, (word, start, end) in enumerate(words):
        joined, ahead = word, at
        while joined != wanted and wanted.startswith(joined) and ahead + 1 < len(words):
            ahead += 1
            joined, end = joined + words[ahead][0], words[ahead][2]
        if joined == wanted and ahead > at:
            yield start, end


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + 30)
    return at if space < 0 or at == 0 else space + 1


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 30), at)
    return at if space < 0 or at == len(text) else space
