"""Tickets of another desk in one shape, whichever product wrote them; pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


class BadExport(ValueError):
    """The file is not an export of this product; the words say what is missing."""


class Role(StrEnum):
    """Who wrote a foreign message."""

    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class ForeignPerson:
    """Somebody at the other desk."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file of a message: its name, and its bytes where the export holds them; `id` names it elsewhere."""

    name: str
    data: bytes | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class ForeignMessage:
    """Something written on a foreign ticket."""

    role: Role
    person: ForeignPerson
    text: str
    at: datetime
    is_html: bool = False
    is_internal: bool = False
    files: tuple[ForeignFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignTicket:
    """A ticket as the other desk tells it; `left` names what no case here has a place for."""

    id: str
    subject: str
    status: str
    priority: str
    customer: ForeignPerson
    created_at: datetime
    updated_at: datetime
    raw: bytes
    owner: ForeignPerson | None = None
    tags: tuple[str, ...] = ()
    messages: tuple[ForeignMessage, ...] = ()
    left: tuple[str, ...] = field(default=())


def moment(value: Any) -> datetime:
    """A moment of an export; without an offset it counts as UTC."""
    text = str(value or "").strip().replace(" UTC", "+00:00")
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadExport(f"no moment: {text[:40]!r}") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def raw_of(value: Any) -> bytes:
    """What is kept of a ticket as it came."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def records_in(path: Path) -> Iterator[Any]:
    """The values of a JSON file: one array, one object, or one value on each line."""
    text = path.read_text(encoding="utf-8-sig")
    stripped = text.lstrip()
    if not stripped:
        return
    try:
        if stripped[0] == "[":
            yield from json.loads(text)
            return
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            yield from (json.loads(line) for line in text.splitlines() if line.strip())
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadExport(f"{path.name} is not JSON: {error}") from error


def text_in(said: Any, *names: str) -> str:
    """The first of these values that is there, as text."""
    if not isinstance(said, dict):
        return ""
    return next((str(said[name]) for name in names if said.get(name) not in (None, "")), "")


def left_in(said: dict[str, Any], known: frozenset[str]) -> tuple[str, ...]:
    """The names of what a ticket has and this reader does not carry."""
    return tuple(sorted(name for name, value in said.items() if name not in known and value not in _NOTHING))


_NOTHING: tuple[Any, ...] = (None, "", [], {}, False, 0)
