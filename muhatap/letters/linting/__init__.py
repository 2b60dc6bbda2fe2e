"""The linter of answers to complaints: what a letter must say and must not; pure.

A letter is refused that leaves a point unanswered, hides where else one can go, or holds what is not the
reader's to read.
"""

from dataclasses import replace

from muhatap.letters.linting.absent import unwanted_in
from muhatap.letters.linting.facts import (
    DATED,
    DECIDING,
    LATE,
    OF_CASES,
    OF_COMPLAINTS,
    RECEIPTS,
    REFUSING,
    Body,
    DecidedPoint,
    Flaw,
    LetterFacts,
    Lint,
    Sort,
)
from muhatap.letters.linting.present import missing_from
from muhatap.letters.linting.reading import PLAIN, reading_score, words_of

__all__ = [
    "DATED",
    "DECIDING",
    "LATE",
    "OF_CASES",
    "OF_COMPLAINTS",
    "RECEIPTS",
    "REFUSING",
    "Body",
    "DecidedPoint",
    "Flaw",
    "LetterFacts",
    "Lint",
    "Sort",
    "lint",
]

LONGEST = 50_000


def lint(text: str, facts: LetterFacts) -> Lint:
    """Every flaw of a letter, in the order of its lines; languages other than Turkish read as English."""
    if len(text) > LONGEST:
        return Lint((Flaw("too_long", str(len(text))),), 0.0, 0)
    known = facts if facts.language in PLAIN else _in_english(facts)
    found = dict.fromkeys((*missing_from(text, known), *unwanted_in(text, known)))
    flaws = sorted(found, key=lambda flaw: flaw.line)
    return Lint(
        flaws=tuple(flaw for flaw in flaws if not flaw.is_advice),
        score=round(reading_score(text, known.language), 1),
        words=len(words_of(text)),
        advice=tuple(flaw for flaw in flaws if flaw.is_advice),
    )


def _in_english(facts: LetterFacts) -> LetterFacts:
    return replace(facts, language="en")
