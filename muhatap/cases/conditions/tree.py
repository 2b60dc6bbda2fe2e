"""A condition as a tree of plain values, how it is written as text, and how it is stored: pure.

A tree is in its normal form when it was built by `all_of`, `any_of` and `negated`; reading gives no others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

OPERATORS = ("<=", ">=", "<", ">", "=")
JOINING_WORDS = frozenset({"OR", "VEYA", "AND", "VE"})

_BARE_VALUE = re.compile(r'[^\s,()"<>=≤≥][^\s,()"]*')
_STORED_OPERATORS = {"=": "is", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}


@dataclass(frozen=True, slots=True)
class Test:
    """One field against values, of which any may hold; an order is asked of one value alone."""

    __test__ = False

    field: str
    values: tuple[str, ...]
    operator: str = "="

    def to_text(self) -> str:
        """As it is typed into the search box."""
        operator = "" if self.operator == "=" else self.operator
        return f"{self.field}:{operator}{','.join(_value(each) for each in self.values)}"

    def to_plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"field": self.field, _STORED_OPERATORS[self.operator]: list(self.values)}


@dataclass(frozen=True, slots=True)
class Words:
    """What was written: a `word` in any of its forms, a `prefix`, or a `phrase`."""

    text: str
    form: str = "word"

    def to_text(self) -> str:
        """As it is typed into the search box."""
        match self.form:
            case "phrase":
                return f'"{self.text}"'
            case "prefix":
                return f"{self.text}*"
            case _:
                return self.text

    def to_plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"words": self.text, "form": self.form}


@dataclass(frozen=True, slots=True)
class Not:
    """What its part denies."""

    part: "Test | Words | AllOf | AnyOf"

    def to_text(self) -> str:
        """As it is typed into the search box."""
        return f"-{_within(self.part, (AllOf, AnyOf))}"

    def to_plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"not": self.part.to_plain()}


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts hold; without parts it holds always."""

    parts: tuple["Condition", ...] = ()

    def to_text(self) -> str:
        """As it is typed into the search box."""
        return " ".join(_within(part, (AnyOf,)) for part in self.parts)

    def to_plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"all": [part.to_plain() for part in self.parts]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part at least holds."""

    parts: tuple["Condition", ...]

    def to_text(self) -> str:
        """As it is typed into the search box."""
        return " OR ".join(part.to_text() for part in self.parts)

    def to_plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {"any": [part.to_plain() for part in self.parts]}


Condition = Test | Words | Not | AllOf | AnyOf


def all_of(parts: Iterable[Condition]) -> Condition:
    """What holds when all parts hold, without needless nesting."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, AllOf) else (part,))]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(parts: Iterable[Condition]) -> Condition:
    """What holds when one part holds, without needless nesting; some part that always holds makes it that."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, AnyOf) else (part,))]
    if not flat or AllOf() in flat:
        return AllOf()
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def negated(part: Condition) -> Condition:
    """What holds when the part does not; of what always holds there is no denial, it stays as it is."""
    if isinstance(part, Not):
        return part.part
    return part if part == AllOf() else Not(part)


def tests_of(condition: Condition) -> list[Test]:
    """Every test in a condition, from left to right."""
    match condition:
        case Test():
            return [condition]
        case Not():
            return tests_of(condition.part)
        case AllOf() | AnyOf():
            return [test for part in condition.parts for test in tests_of(part)]
        case _:
            return []


def words_of(condition: Condition) -> list[Words]:
    """Every word and phrase in a condition, denied ones too, from left to right."""
    match condition:
        case Words():
            return [condition]
        case Not():
            return words_of(condition.part)
        case AllOf() | AnyOf():
            return [words for part in condition.parts for words in words_of(part)]
        case _:
            return []


def apart(condition: Condition) -> tuple[Condition, tuple[Words, ...]]:
    """The condition without the words that must all be there, and these words: for a ranked search."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    rest = all_of(part for part in parts if not isinstance(part, Words))
    return rest, tuple(part for part in parts if isinstance(part, Words))


def _within(part: Condition, bracketed: tuple[type, ...]) -> str:
    return f"({part.to_text()})" if isinstance(part, bracketed) else part.to_text()


def _value(value: str) -> str:
    return value if _BARE_VALUE.fullmatch(value) else f'"{value}"'
