"""Whom the operator's system names as affected by a problem, read with limits; pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muhatap.kernel.text import clean

MOST_PEOPLE = 500


class BadList(ValueError):
    """The answer names nobody in the way that was asked for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody affected: where to write to her, and in which language."""

    email: str
    name: str
    language: str


def read_affected(data: bytes) -> list[Person]:
    """The people in an answer, 500 at most; `BadList` where it is none, or where it names more."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadList("json") from error
    people = said.get("people") if isinstance(said, dict) else None
    if not isinstance(people, list):
        raise BadList("people")
    if len(people) > MOST_PEOPLE:
        raise BadList("too_many")
    return [_person(each) for each in people]


def _person(said: Any) -> Person:
    if not isinstance(said, Mapping):
        raise BadList("person")
    return Person(_text(said, "email", 254), _text(said, "name", 200), _text(said, "language", 8))


def _text(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise BadList(name)
    return clean(value, max_length=longest, single_line=True).strip()
