"""The order in which what was found is shown: pure.

First the cases whose subject, names or addresses say all of it, then those that say it together with a
message, then what was written; newer before older, exact words before other forms of them. Near misses of
names come last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from muhatap.kernel.search_text import Term, skeleton

# After so long what was written weighs half.
HALF_LIFE = timedelta(days=60)
_EXACT, _FORMS = 1.0, 0.6


class Place(IntEnum):
    """Where the terms were found, best first."""

    HEAD = 1
    BOTH = 2
    TEXT = 3
    NEAR = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A case that was found: where, by which messages (newest first), and the tokens that were looked at."""

    case_id: int
    place: Place
    message_ids: tuple[int, ...] = ()
    body: str = ""


def in_order(
    matches: Sequence[Match], terms: Sequence[Term], moments: dict[int, datetime], at: datetime
) -> list[Match]:
    """The best first, of equal ones the newest; `moments` tells when a case or message was written last."""

    def key(match: Match) -> tuple[int, float, int]:
        newest = moments.get(match.message_ids[0] if match.message_ids else match.case_id, at)
        return match.place, -weight_of(match, terms, max(at - newest, timedelta())), -match.case_id

    return sorted(matches, key=key)


def weight_of(match: Match, terms: Sequence[Term], age: timedelta) -> float:
    """How much a match of this age weighs within its place, above 0 and at most 1."""
    return (_EXACT if says_exactly(match.body, terms) else _FORMS) * 0.5 ** (age / HALF_LIFE)


def says_exactly(body: str, terms: Sequence[Term]) -> bool:
    """Whether indexed tokens have every word as it was typed, and not only another form of it."""
    padded = f" {body} "
    return all(f" {skeleton(word)} " in padded for term in terms for word in term.words)
