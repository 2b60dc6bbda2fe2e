"""Finding articles: what somebody seeks, and what may help somebody who tells a story. Pure.

Words are folded and stemmed as the desk's search does, so both databases find the same.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from muhatap.kernel.near_names import are_near
from muhatap.kernel.search_text import Term, as_typed, index_text, query_terms, skeleton, stems

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG = 4
_STORY_WORDS = 120
# Half of what a word of the title that no other article has would weigh.
_WEAKEST = 2.6
_COMMON = frozenset(
    """
    ve veya ya da de bir bu su o icin ile gibi ama fakat ne nasil neden niye mi mu var yok cok daha en ben siz
    benim bana beni sizin bize olarak olan oldu olmadi oluyor olur hala hicbir her sey icinde sonra once kadar
    degil diye ise iste merhaba lutfen tesekkurler iyi gunler istiyorum yardim nerede zaman kac gun
    the a an and or of to in on for with is are was were it my your me you i we not no do does did have has
    had this that how what why when where please hello thanks can could would be been from at as
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in one language, as it is found: tokens of its title and other names, and of all of it."""

    key: int
    title: str
    body: str
    vocabulary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, and how much speaks for it."""

    key: int
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first; `corrected` are the words as which mistyped ones were read."""

    hits: tuple[Hit, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    is_partial: bool = False


def entry_of(key: int, *, title: str, other_names: str, summary: str, words: str) -> Entry:
    """The entry of an article from its words."""
    named = f"{title} {other_names}"
    known = {skeleton(each) for each in _WORD.findall(f"{named} {summary} {words}")}
    return Entry(
        key=key,
        title=f" {index_text(named)} ",
        body=f" {index_text(named, summary, words)} ",
        vocabulary=frozenset(each for each in known if len(each) >= _LONG),
    )


def search(entries: Sequence[Entry], query: str) -> Found:
    """The articles with every sought word in any form; then with near words; then with any of them."""
    terms = as_typed(query_terms(query))
    if not terms:
        return Found(())
    hits = _with_all(entries, terms)
    if hits:
        return Found(hits)
    read, corrected = _read_again(entries, terms)
    hits = _with_all(entries, read) if corrected else ()
    if hits:
        return Found(hits, corrected)
    return Found(_with_any(entries, [each for each in read if _says(each)]), corrected, is_partial=True)


def suggestions(entries: Sequence[Entry], story: str, *, most: int = 3) -> tuple[Hit, ...]:
    """The articles that may help somebody who tells this; none where too little speaks for any."""
    words = dict.fromkeys(
        word
        for word in _WORD.findall(story)[:_STORY_WORDS]
        if skeleton(word) not in _COMMON and len(word) > 2
    )
    terms = [Term("word", (word,)) for word in words]
    hits = [each for each in _with_any(entries, terms) if each.weight >= _WEAKEST]
    return tuple(each for each in hits[:most] if each.weight >= hits[0].weight * 0.5)


def passage(text: str, story: str, *, letters: int = 320) -> str:
    """The paragraph of a plain text that says most about what was asked, cut at a word."""
    wanted = {stem for word in _WORD.findall(story) if skeleton(word) not in _COMMON for stem in stems(word)}
    parts = [part.strip() for part in text.split("\n") if len(part.strip()) > 30] or [text.strip()]
    best = max(parts, key=lambda part: (_shared(part, wanted), -parts.index(part)))
    if len(best) <= letters:
        return best
    return best[:letters].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _shared(part: str, wanted: set[str]) -> int:
    return len({stem for word in _WORD.findall(part) for stem in stems(word)} & wanted)


def _says(term: Term) -> bool:
    return any(len(word) > 2 and skeleton(word) not in _COMMON for word in term.words)


def _with_all(entries: Sequence[Entry], terms: Sequence[Term]) -> tuple[Hit, ...]:
    having = [each for each in entries if all(term.is_in(each.body) for term in terms)]
    return _ranked(having, terms, entries)


def _with_any(entries: Sequence[Entry], terms: Sequence[Term]) -> tuple[Hit, ...]:
    having = [each for each in entries if any(term.is_in(each.body) for term in terms)]
    return _ranked(having, terms, entries)


def _ranked(having: Iterable[Entry], terms: Sequence[Term], entries: Sequence[Entry]) -> tuple[Hit, ...]:
    rare = {term: _rarity(term, entries) for term in terms}
    hits = [Hit(each.key, sum(_weight(term, each) * rare[term] for term in terms)) for each in having]
    return tuple(sorted(hits, key=lambda hit: (-hit.weight, hit.key)))


def _weight(term: Term, entry: Entry) -> float:
    if term.is_in(entry.title):
        return 3.0
    return 1.0 if term.is_in(entry.body) else 0.0


def _rarity(term: Term, entries: Sequence[Entry]) -> float:
    """How much a word says: the inverse document frequency of BM25 (Robertson and Zaragoza 2009)."""
    count = sum(term.is_in(each.body) for each in entries)
    return math.log(1 + (len(entries) - count + 0.5) / (count + 0.5))


def _read_again(
    entries: Sequence[Entry], terms: Sequence[Term]
) -> tuple[list[Term], tuple[tuple[str, str], ...]]:
    read: list[Term] = []
    corrected: list[tuple[str, str]] = []
    for term in terms:
        typed = term.words[0]
        is_known = any(term.is_in(each.body) for each in entries)
        near = "" if is_known or len(term.words) > 1 else _nearest(skeleton(typed), entries)
        read.append(Term("word", (near,)) if near else term)
        if near:
            corrected.append((typed, near))
    return read, tuple(corrected)


def _nearest(typed: str, entries: Sequence[Entry]) -> str:
    if len(typed) < _LONG:
        return ""
    counts: dict[str, int] = {}
    for each in entries:
        for word in each.vocabulary:
            if word[0] in {typed[0], typed[1]} and is_near(typed, word):
                counts[word] = counts.get(word, 0) + 1
    return min(counts, key=lambda word: (-counts[word], abs(len(word) - len(typed)), word)) if counts else ""


@lru_cache(maxsize=1 << 14)
def is_near(typed: str, word: str) -> bool:
    """Whether two folded words, or one and the other's beginning, are a slip apart; long ones two."""
    if are_near(typed, word) or (len(word) > len(typed) + 1 and are_near(typed, word[: len(typed)])):
        return True
    if min(len(typed), len(word)) < 8 or abs(len(typed) - len(word)) > 2:
        return False
    shorter = (typed[:at] + typed[at + 1 :] for at in range(len(typed)))
    return any(are_near(each, word) for each in shorter)
