"""What must not stand in a letter: secrets, other people's numbers, what is internal, blame, jargon: pure."""

import re
from collections.abc import Iterator

from muhatap.kernel import damm
from muhatap.kernel.detectors import detect
from muhatap.letters.linting.facts import Flaw, LetterFacts
from muhatap.letters.linting.phrases import (
    ADVERTISING,
    BLAME,
    COMMON,
    EXPLAINS,
    INTERNAL,
    JARGON,
    TIPPING_OFF,
    pattern_of,
)
from muhatap.letters.linting.reading import PLAIN, VERY_HARD, lowered, reading_score, words_of

MOST_WORDS = 1200
FEWEST_WORDS = 30
NOTE_WORDS = 6
Run = tuple[str, ...]
_MASKED = re.compile(r"\*{4,}\w{0,4}")
_NUMBER = re.compile(r"(?<![\d-])\d{2}-\d{5}-\d{5}(?![\d-])|(?<!\d)[23]\d{11}(?!\d)")
_FIELD = re.compile(
    r"\{\{[^}\n]*\}?\}?|\{%[^\n]{0,80}?%\}|\}\}|\[[^\]\n]{1,40}\]|<<[^<>\n]{0,80}>>|_{4,}|\bX{3,}\b"
)
_CLOSED_PLATFORM = re.compile(r"ec\.europa\.eu/(?:consumers/)?odr", re.IGNORECASE)
_UNSPOKEN = re.compile(r"[\d/_&|·-]|\w+\s+\w+\s+\w+")
# Within a sentence or the one that follows it.
_REACH = 160
_TOLD_BY = 3
_LANGUAGE_AT_LEAST = 12


def unwanted_in(text: str, facts: LetterFacts) -> Iterator[Flaw]:
    """Everything that must not stand in the letter, where it stands."""
    small = lowered(text, facts.language)
    yield from _secrets(text)
    yield from _numbers(text, facts)
    yield from _found("unfilled", _FIELD, text)
    yield from _found("closed_platform", _CLOSED_PLATFORM, text)
    yield from _internal(text, small, facts)
    for rule, phrases in (("blame", BLAME), ("advertising", ADVERTISING), ("tipping_off", TIPPING_OFF)):
        yield from _found(rule, pattern_of(phrases[facts.language]), small)
    yield from _jargon(small, facts.language)
    yield from _language(text, facts.language)
    yield from _measure(text, facts.language)


def _found(rule: str, pattern: re.Pattern[str], text: str) -> Iterator[Flaw]:
    for match in pattern.finditer(text):
        yield Flaw(rule, match[0], _line(text, match.start()))


def _secrets(text: str) -> Iterator[Flaw]:
    for found in detect(text):
        yield Flaw(f"secret_{found.kind}", "", _line(text, found.start))
    for match in _MASKED.finditer(text):
        yield Flaw("secret_masked", match[0], _line(text, match.start()))


def _numbers(text: str, facts: LetterFacts) -> Iterator[Flaw]:
    own = {each.replace("-", "") for each in (*facts.own_numbers, facts.number)}
    for match in _NUMBER.finditer(text):
        digits = match[0].replace("-", "")
        if damm.is_own_number(digits) and digits not in own:
            yield Flaw("other_number", match[0], _line(text, match.start()))


def _internal(text: str, small: str, facts: LetterFacts) -> Iterator[Flaw]:
    yield from _found("internal", pattern_of(INTERNAL[facts.language]), small)
    for name in facts.internal_names:
        # "Payments" or "Para çekme" are ordinary words as well; what no sentence would say is not.
        at = text.find(name) if _UNSPOKEN.search(name) else -1
        if at >= 0:
            yield Flaw("internal", name, _line(text, at))
    said = set(_runs(words_of(small)))
    for note in facts.notes:
        yield from _quoted(said, small, note, facts.language)


def _quoted(said: set[Run], small: str, note: str, language: str) -> Iterator[Flaw]:
    for run in _runs(words_of(lowered(note, language))):
        if run in said:
            first = small.find(run[0])
            yield Flaw("note_quoted", " ".join(run), _line(small, max(first, 0)))
            return


def _runs(words: list[str]) -> Iterator[Run]:
    """Every so many words in a row."""
    return zip(*(words[at:] for at in range(NOTE_WORDS)), strict=False)


def _jargon(small: str, language: str) -> Iterator[Flaw]:
    explains = pattern_of(EXPLAINS[language])
    for match in pattern_of(JARGON[language]).finditer(small):
        after = small[match.end() : match.end() + _REACH].split("\n\n")[0]
        if "(" not in after and not explains.search(after):
            yield Flaw("jargon", match[0], _line(small, match.start()))


def _language(text: str, language: str) -> Iterator[Flaw]:
    words = [lowered(word, language) for word in words_of(text)]
    if len(words) < _LANGUAGE_AT_LEAST:
        return
    counts = {name: sum(word in common for word in words) for name, common in COMMON.items()}
    other = max((name for name in counts if name != language), key=counts.__getitem__)
    if counts[other] > _TOLD_BY and counts[other] > 2 * counts[language]:
        yield Flaw("wrong_language", other)


def _measure(text: str, language: str) -> Iterator[Flaw]:
    count, score = len(words_of(text)), reading_score(text, language)
    if count > MOST_WORDS:
        yield Flaw("too_long", str(count))
    if count < FEWEST_WORDS:
        yield Flaw("too_short", str(count))
    if score < VERY_HARD:
        yield Flaw("hard_to_read", f"{score:.0f}")
    elif score < PLAIN[language]:
        yield Flaw("could_be_plainer", f"{score:.0f}", is_advice=True)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
