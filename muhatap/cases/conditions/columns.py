"""How kinds of columns are asked: moments, codes and texts, each for the database and for facts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower, StrIndex
from django.db.models.lookups import GreaterThan

from muhatap.cases.conditions.fields import Facts, Viewpoint
from muhatap.cases.conditions.values import bounds_of_day, compare, is_span, span_of
from muhatap.kernel.text import fold

NONE = "none"
_LOOKUPS = {"<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte", "=": ""}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_TURKISH = {
    "İ": "i", "ı": "i", "Ş": "s", "ş": "s", "Ğ": "g", "ğ": "g", "Ü": "u", "ü": "u",
    "Ö": "o", "ö": "o", "Ç": "c", "ç": "c", "Â": "a", "â": "a", "Î": "i", "î": "i", "Û": "u", "û": "u",
}  # fmt: skip
_PLAIN = str.maketrans(_TURKISH)
# What stands between two parts of a name.
_BETWEEN = {"-": " ", ".": " ", "'": " ", "’": " "}
_APART = str.maketrans(_BETWEEN)

Q_OF = Callable[[str, str, Viewpoint, str], Q]
HOLDS = Callable[[str, str, Facts, Viewpoint, str], bool]


def moment(column: str, fact: str = "") -> tuple[Q_OF, HOLDS]:
    """A moment against a day, or against how long from now."""
    fact = fact or column

    def q(operator: str, value: str, seen: Viewpoint, _name: str) -> Q:
        if is_span(value):
            return Q(**{f"{column}{_LOOKUPS[operator]}": seen.at + span_of(value)})
        start, end = bounds_of_day(value, seen.at, seen.zone)
        match operator:
            case "=":
                return Q(**{f"{column}__gte": start, f"{column}__lt": end})
            case "<" | ">=":
                return Q(**{f"{column}{_LOOKUPS[operator]}": start})
            case "<=":
                return Q(**{f"{column}__lt": end})
            case _:
                return Q(**{f"{column}__gte": end})

    def holds(operator: str, value: str, facts: Facts, seen: Viewpoint, _name: str) -> bool:
        found: datetime | None = facts[fact]
        if found is None:
            return False
        if is_span(value):
            return compare(found, operator, seen.at + span_of(value))
        start, end = bounds_of_day(value, seen.at, seen.zone)
        match operator:
            case "=":
                return start <= found < end
            case "<" | ">=":
                return compare(found, operator, start)
            case "<=":
                return found < end
            case _:
                return found >= end

    return q, holds


def age(column: str, fact: str = "") -> tuple[Q_OF, HOLDS]:
    """How long ago a moment was."""
    fact = fact or column

    def q(operator: str, value: str, seen: Viewpoint, _name: str) -> Q:
        return Q(**{f"{column}{_LOOKUPS[_FLIPPED[operator]]}": seen.at - span_of(value)})

    def holds(operator: str, value: str, facts: Facts, seen: Viewpoint, _name: str) -> bool:
        found: datetime | None = facts[fact]
        return found is not None and compare(seen.at - found, operator, span_of(value))

    return q, holds


def before_day(column: str) -> tuple[Q_OF, HOLDS]:
    """A moment before a day begins."""
    return _ordered(moment(column), "<")


def from_day(column: str) -> tuple[Q_OF, HOLDS]:
    """A moment on a day or after it."""
    return _ordered(moment(column), ">=")


def choice(column: str, groups: dict[str, tuple[Any, ...]] | None = None) -> tuple[Q_OF, HOLDS]:
    """A column that holds the code of a choice; a group stands for several."""

    def codes(value: str) -> tuple[Any, ...]:
        return (groups or {}).get(value, (value,))

    def q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
        return Q(**{f"{column}__in": codes(value)})

    def holds(_operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
        return facts[column] in codes(value)

    return q, holds


def related(
    column: str, rows: Callable[[], QuerySet], fact: str = "", code: str = "code"
) -> tuple[Q_OF, HOLDS]:
    """A related row by its code, `code*` for all that begin so, `none` where there is none."""
    fact = fact or column

    def q(_operator: str, value: str, _seen: Viewpoint, _name: str) -> Q:
        if value == NONE:
            return Q(**{f"{column}__isnull": True})
        is_start = value.endswith("*")
        lookup = f"{code}__istartswith" if is_start else f"{code}__iexact"
        return Q(**{f"{column}_id__in": rows().filter(**{lookup: value.rstrip("*")}).values("id")})

    def holds(_operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
        return coded(facts[fact], value)

    return q, holds


def coded(found: str, value: str) -> bool:
    """Whether a code, empty where there is none, is the wanted one or begins like it."""
    if value == NONE:
        return not found
    if value.endswith("*"):
        return bool(found) and found.lower().startswith(value.rstrip("*").lower())
    return found.lower() == value.lower()


def containing(column: str, value: str) -> Q:
    """A column whose text holds this one, whatever the case of letters and with or without Turkish marks."""
    plain: Any = F(column)
    for letter, base in _TURKISH.items():
        plain = Func(plain, Value(letter), Value(base), function="REPLACE", output_field=CharField())
    return Q(GreaterThan(StrIndex(Lower(plain), Value(fold(value))), 0))


def contains(text: str, value: str) -> bool:
    """The same of a text."""
    return fold(value) in text.translate(_PLAIN).lower()


def beginning(column: str, value: str) -> Q:
    """A column in which a word begins with this text, as `containing` compares letters."""
    plain: Any = F(column)
    for letter, base in {**_TURKISH, **_BETWEEN}.items():
        plain = Func(plain, Value(letter), Value(base), function="REPLACE", output_field=CharField())
    spaced = Concat(Value(" "), Lower(plain), output_field=CharField())
    return Q(GreaterThan(StrIndex(spaced, Value(f" {_spaced(fold(value))}")), 0))


def begins(text: str, value: str) -> bool:
    """The same of a text."""
    return f" {_spaced(fold(value))}" in f" {_spaced(text.translate(_PLAIN).lower())}"


def _spaced(text: str) -> str:
    return text.translate(_APART)


def _ordered(meaning: tuple[Q_OF, HOLDS], operator: str) -> tuple[Q_OF, HOLDS]:
    q_of, holds_of = meaning

    def q(_operator: str, value: str, seen: Viewpoint, name: str) -> Q:
        return q_of(operator, value, seen, name)

    def holds(_operator: str, value: str, facts: Facts, seen: Viewpoint, name: str) -> bool:
        return holds_of(operator, value, facts, seen, name)

    return q, holds
