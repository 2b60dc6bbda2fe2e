"""What a condition can ask of a case: fields with their kinds, values and words: pure.

A field brings its meaning twice, `q` for the database and `holds` for the facts of one case. Other packages
define fields of their own; the wiring lists them all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.kernel.text import fold

Facts = Mapping[str, Any]


class Kind(StrEnum):
    """What sort of values a field takes."""

    CHOICE = "choice"  # one of its choices
    RANK = "rank"  # one of its choices, which have an order
    FLAG = "flag"  # choices that each have a meaning of their own
    CODE = "code"  # a code of the brand; `*` at its end for all that begin so
    PERSON = "person"  # me, none or an address
    DAY = "day"  # a day, or today
    AHEAD = "ahead"  # a day, or how long until then
    SPAN = "span"  # how long
    TEXT = "text"  # part of a text
    ANSWER = "answer"  # the answer to a question of the topic, named after a point


ORDERED = frozenset({Kind.RANK, Kind.DAY, Kind.AHEAD, Kind.SPAN, Kind.ANSWER})


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Where a condition is read from: when, by whom (nobody, where a rule reads), in which zone."""

    at: datetime
    staff_id: int | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    brand_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A known value; `aliases` are other words for it. A flag brings its own meaning."""

    code: str
    label: Any
    aliases: tuple[str, ...] = ()
    q: Callable[[Viewpoint], Any] | None = None
    holds: Callable[[Facts, Viewpoint], bool] | None = None
    facts: Callable[[Any], Facts] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value offered while somebody types."""

    value: str
    label: str


def _nothing(_case: Any) -> Facts:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that a condition can ask about; `facts` reads from a case what `holds` needs."""

    name: str
    kind: Kind
    label: Any
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    q: Callable[[str, str, Viewpoint, str], Any] | None = None
    holds: Callable[[str, str, Facts, Viewpoint, str], bool] | None = None
    facts: Callable[[Any], Facts] = _nothing
    candidates: Callable[[Any], Iterable[Candidate]] | None = None

    def choice(self, written: str) -> Choice | None:
        """The choice that goes by this word."""
        wanted = key(written)
        return next(
            (each for each in self.choices if wanted in (key(each.code), *map(key, each.aliases))), None
        )


class Vocabulary:
    """All fields that are known, found by name or by another word for it."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = tuple(fields)
        self._by_word: dict[str, Field] = {}
        for each in fields:
            for word in (each.name, *each.aliases):
                taken = self._by_word.setdefault(key(word), each)
                if taken is not each:
                    raise ValueError(f"“{word}” is said for {taken.name} and {each.name}")

    def field(self, name: str) -> Field | None:
        """The field with this name; of an answer, the field of all answers."""
        found = self._by_word.get(key(name.partition(".")[0]))
        is_answer = found is not None and found.kind is Kind.ANSWER
        return found if found is not None and is_answer == ("." in name) else None

    def nearest(self, name: str) -> str:
        """The known name that looks most like this one, empty where none does."""
        close = get_close_matches(key(name.partition(".")[0]), self._by_word, n=1, cutoff=0.6)
        return self._by_word[close[0]].name if close else ""


def nearest_choice(field: Field, written: str) -> str:
    """The value that looks most like this one, empty where none does."""
    words = {key(word): each.code for each in field.choices for word in (each.code, *each.aliases)}
    close = get_close_matches(key(written), words, n=1, cutoff=0.5)
    return words[close[0]] if close else ""


def key(word: str) -> str:
    """What two spellings of one word have in common: no marks, no case, nothing between."""
    return "".join(letter for letter in fold(word) if letter.isalnum())
