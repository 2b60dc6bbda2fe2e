"""What search indexes and asks for: folded words, Turkish and English stems, alike on every database."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from muhatap.kernel.text import fold, folded_positions, lowered

TOKENS_AT_MOST = 20_000
LETTERS_AT_MOST = 64
QUERY_AT_MOST = 400
TERMS_AT_MOST = 12

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){5,25}")
# Letters that fold to these are none of the usual ones, so they count as well.
_MORE_THAN_WORDS = re.compile(r"[\d@]|[^\x00-\x7fçğıöşüÇĞİÖŞÜ]")
_NOT_TOKEN = re.compile(r"[\W_]+")
_QUERY_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_FIXPOINT_AT_MOST = 6
_STEM_AT_LEAST = 3
_SNIPPET_REACH = 100_000

_stemmers = threading.local()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: `word` (any form of it), `phrase` (these words in a row) or `prefix`."""

    kind: str
    words: tuple[str, ...]

    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """For each word the index tokens of which one must be there."""
        if self.kind == "word":
            return tuple(tuple(dict.fromkeys((fold(word), *stems(word)))) for word in self.words)
        return tuple((word,) for word in self.words)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the original and the ranges in it to highlight, and whether text was cut off."""

    text: str
    ranges: tuple[tuple[int, int], ...]
    is_cut_before: bool
    is_cut_after: bool


@lru_cache(maxsize=1 << 17)
def stems(word: str) -> tuple[str, ...]:
    """The folded stems of one word: Turkish as written, Turkish as typed without its letters, English."""
    low, plain = lowered(word), fold(word)
    if not plain.isalpha() or len(plain) > LETTERS_AT_MOST:
        return (plain[:LETTERS_AT_MOST],)
    turkish, english = _loaded_stemmers()
    found = (fold(_fixpoint(turkish, low)), _fixpoint(turkish, plain), english.stemWord(plain))
    return tuple(dict.fromkeys(found))


def index_text(*parts: str) -> str:
    """The tokens to index, each once, joined by spaces: surface forms, stems, whole addresses and numbers."""
    tokens: dict[str, None] = {}
    for part in parts:
        for token in _tokens(part):
            tokens[token] = None
            if len(tokens) >= TOKENS_AT_MOST:
                return " ".join(tokens)
    return " ".join(tokens)


def query_terms(query: str) -> list[Term]:
    """The terms of a query: words, "phrases" and prefix*; the first twelve of its first 400 letters."""
    terms: dict[Term, None] = {}
    for match in _QUERY_PART.finditer(query[:QUERY_AT_MOST]):
        term = _phrase(match.group(1)) if match.group(2) is None else _word_term(match.group(2))
        if term:
            terms[term] = None
    return list(terms)[:TERMS_AT_MOST]


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
    folded, positions = folded_positions(text[:_SNIPPET_REACH])
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]
    found = sorted(
        (positions[start], positions[end - 1] + 1) for term in terms for start, end in _matches(term, words)
    )
    return _apart(found)


def matches_all(text: str, terms: Iterable[Term]) -> bool:
    """Whether a text holds every term, phrases word by word: the check after an index without positions."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(fold(text))]
    return all(any(True for _ in _matches(term, words)) for term in terms)


def _tokens(part: str) -> Iterator[str]:
    for word in _WORD.findall(part):
        yield from _word_tokens(word) if len(word) <= LETTERS_AT_MOST else _tokens_of(word)
    if not _MORE_THAN_WORDS.search(part):
        return
    folded = fold(part)
    if "@" in folded:
        yield from (_squeezed(match.group()) for match in _ADDRESS.finditer(folded))
    for match in _NUMBER.finditer(folded):
        digits = _squeezed(match.group())
        yield digits
        yield digits.lstrip("0") or digits


def _tokens_of(word: str) -> tuple[str, ...]:
    surface = fold(word)[:LETTERS_AT_MOST]
    return (surface, *stems(word)) if surface else ()


_word_tokens = lru_cache(maxsize=1 << 16)(_tokens_of)


def _squeezed(text: str) -> str:
    """Letters and digits only: one token for every tokenizer, whatever it thinks of dots and hyphens."""
    return _NOT_TOKEN.sub("", text)[:LETTERS_AT_MOST]


def _phrase(text: str) -> Term | None:
    words = tuple(word[:LETTERS_AT_MOST] for word in _WORD.findall(fold(text)))
    if not words:
        return None
    return Term("phrase" if len(words) > 1 else "word", words)


def _word_term(text: str) -> Term | None:
    folded = fold(text)
    if _ADDRESS.fullmatch(folded) or _NUMBER.fullmatch(folded.strip("#.,;")):
        return Term("word", (_squeezed(folded),))
    words = tuple(word[:LETTERS_AT_MOST] for word in _WORD.findall(folded))
    if not words:
        return None
    if text.endswith("*") and len(words) == 1:
        return Term("prefix", words)
    if len(words) > 1:
        return Term("phrase", words)
    # The stemmer wants the letters as they were typed.
    return (
        Term("word", (lowered(_WORD.search(text).group())[:LETTERS_AT_MOST],)) if _WORD.search(text) else None
    )


def _matches(term: Term, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    match term.kind:
        case "prefix":
            yield from ((start, end) for word, start, end in words if word.startswith(term.words[0]))
        case "word":
            yield from _word_matches(term, words)
        case "phrase":
            size = len(term.words)
            for at in range(len(words) - size + 1):
                if all(words[at + ahead][0] == term.words[ahead] for ahead in range(size)):
                    yield words[at][1], words[at + size - 1][2]


def _word_matches(term: Term, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    wanted = set(term.alternatives()[0]) | {fold(term.words[0])}
    for word, start, end in words:
        if word in wanted or not wanted.isdisjoint(stems(word)):
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


def _fixpoint(stemmer: Stemmer.Stemmer, word: str) -> str:
    for _ in range(_FIXPOINT_AT_MOST):
        shorter = stemmer.stemWord(word)
        if shorter == word or len(shorter) < _STEM_AT_LEAST:
            break
        word = shorter
    return word


def _loaded_stemmers() -> tuple[Stemmer.Stemmer, Stemmer.Stemmer]:
    # A stemmer keeps state between calls, so every thread has its own pair.
    pair = getattr(_stemmers, "pair", None)
    if pair is None:
        pair = _stemmers.pair = (Stemmer.Stemmer("turkish"), Stemmer.Stemmer("english"))
    return pair
