"""What search indexes and asks for: folded words, Turkish and English stems, alike on every database."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from muhatap.kernel.text import fold, lowered

TOKENS_AT_MOST = 20_000
LETTERS_AT_MOST = 64
QUERY_AT_MOST = 400
TERMS_AT_MOST = 12
# Fewer letters begin too many words to say anything.
PREFIX_AT_LEAST = 3
# PostgreSQL takes one MiB of words.
BYTES_AT_MOST = 900_000

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_NUMBER = re.compile(r"\d(?:[ .\-/]?\d){5,25}")
# Letters that fold to these are none of the usual ones, so they count as well.
_MORE_THAN_WORDS = re.compile(r"[\d@]|[^\x00-\x7fçğıöşüÇĞİÖŞÜ]")
_NOT_TOKEN = re.compile(r"[\W_]+")
_QUERY_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
# Turkish writes the endings of names behind an apostrophe (Nehir'in), English some of its own.
_ENDING = re.compile(r"([^\W_]{2,})['’ʼ`´]([^\W\dA-ZÇĞİÖŞÜ_]{1,8})[.,;:!?]*")
# Plural, owner and case behind at least four letters: Snowball takes the t of dekontum for an ending.
_ENDED_WORD = re.compile(
    r"(.{4,}?)(?:l[ae]r)?(?:[iu]?m(?:[iu]z)?|[iu]n(?:[iu]z)?|s?[iu])?"
    r"(?:n?[dt][ae]n?|n?[iu]n|[yn]?[iuae]|[iy]?l[ae])?"
)
_FIXPOINT_AT_MOST = 6
_STEM_AT_LEAST = 3

_stemmers = threading.local()


@dataclass(frozen=True, slots=True)
class Term:
    """What to look for: a `word` in any form, a `start` (that, or what begins so), `prefix` or `phrase`."""

    kind: str
    words: tuple[str, ...]

    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """For each word the index tokens of which one must be there; a star ends what is a beginning."""
        return _alternatives(self)

    def is_in(self, tokens: str) -> bool:
        """Whether indexed tokens, with a space at either end, hold what the index would find by this term."""
        return all(any(needle in tokens for needle in any_of) for any_of in needles_of(self))


@lru_cache(maxsize=4096)
def needles_of(term: Term) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a term as pieces of indexed tokens that have a space at either end."""
    return tuple(
        tuple(f" {token[:-1]}" if token[-1] == "*" else f" {token} " for token in any_of)
        for any_of in term.alternatives()
    )


@lru_cache(maxsize=1 << 17)
def stems(word: str) -> tuple[str, ...]:
    """The folded stems of one word: Turkish as written and without its letters, English, and bare."""
    low, plain = lowered(word), skeleton(word)
    if not plain.isalpha() or len(plain) > LETTERS_AT_MOST:
        return (plain[:LETTERS_AT_MOST],)
    turkish, english = _loaded_stemmers()
    bare = _ENDED_WORD.fullmatch(plain)
    found = (
        skeleton(_fixpoint(turkish, low)),
        skeleton(_fixpoint(turkish, plain)),
        english.stemWord(plain),
        bare[1] if bare else plain,
    )
    return tuple(dict.fromkeys(found))


def index_text(*parts: str) -> str:
    """The tokens to index, each once, joined by spaces: surface forms, stems, whole addresses and numbers."""
    tokens: dict[str, None] = {}
    for part in parts:
        for token in _tokens(part):
            tokens[token] = None
            if len(tokens) >= TOKENS_AT_MOST:
                return _cut(tokens)
    return _cut(tokens)


def skeleton(word: str) -> str:
    """A word folded to letters and digits alone; signs that fold to more keep only these."""
    plain = fold(word)
    return plain if plain.isalnum() else _NOT_TOKEN.sub("", plain)


def query_terms(query: str) -> list[Term]:
    """The terms of a query: words, "phrases" and prefix*; the first twelve of its first 400 letters."""
    found = (
        term_of(match[1], "phrase") if match[2] is None else term_of(match[2])
        for match in _QUERY_PART.finditer(query[:QUERY_AT_MOST])
    )
    return list(dict.fromkeys(term for term in found if term))[:TERMS_AT_MOST]


def term_of(text: str, form: str = "word") -> Term | None:
    """The term for what was written as a `word`, a `prefix` or a `phrase`; None when it says nothing."""
    if form == "phrase":
        return _phrase(text)
    return _word_term(f"{text}*" if form == "prefix" else text)


def as_typed(terms: Sequence[Term]) -> list[Term]:
    """The terms while somebody still types: the last word may be only the beginning of one."""
    if not terms or terms[-1].kind != "word" or len(terms[-1].words[0]) < PREFIX_AT_LEAST:
        return list(terms)
    return [*terms[:-1], Term("start", terms[-1].words)]


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
    surface = skeleton(word)[:LETTERS_AT_MOST]
    return (surface, *stems(word)) if surface else ()


_word_tokens = lru_cache(maxsize=1 << 16)(_tokens_of)


@lru_cache(maxsize=4096)
def _alternatives(term: Term) -> tuple[tuple[str, ...], ...]:
    match term.kind:
        case "word":
            return tuple(_forms(word) for word in term.words)
        case "start":
            return tuple((*_forms(word), f"{fold(word)}*") for word in term.words)
        case "prefix":
            return tuple((f"{word}*",) for word in term.words)
    return tuple((word,) for word in term.words)


def _forms(word: str) -> tuple[str, ...]:
    return tuple(form for form in dict.fromkeys((skeleton(word), *stems(word))) if form)


def _cut(tokens: Iterable[str]) -> str:
    text = " ".join(tokens)
    if len(text) <= BYTES_AT_MOST // 4:
        return text
    return text.encode()[:BYTES_AT_MOST].decode("utf-8", "ignore")


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
    ended = _ENDING.fullmatch(text)
    if ended:
        return Term("word", (lowered(ended[1])[:LETTERS_AT_MOST],))
    words = tuple(word[:LETTERS_AT_MOST] for word in _WORD.findall(folded))
    if not words:
        return None
    if text.endswith("*") and len(words) == 1 and len(words[0]) >= PREFIX_AT_LEAST:
        return Term("prefix", words)
    if len(words) > 1:
        return Term("phrase", words)
    # The stemmer wants the letters as they were typed.
    found = _WORD.search(text)
    return Term("word", (lowered(found[0])[:LETTERS_AT_MOST],)) if found and skeleton(found[0]) else None


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
