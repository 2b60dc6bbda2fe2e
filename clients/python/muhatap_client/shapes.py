"""What is sent and what comes back; keys that this version does not know are left out."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Self


class _Told:
    """Made of what the desk says."""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """The shape with those of its fields that were told."""
        known = {each.name for each in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: _read(name, value) for name, value in said.items() if name in known})


@dataclass(frozen=True, slots=True)
class Customer:
    """Who writes; an e-mail address or a telephone number is needed to answer."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; `evidence` is the topic's evidence item that it answers."""

    name: str
    data: bytes
    evidence: str | None = None

    def as_sent(self) -> dict[str, str]:
        """As the API takes it."""
        sent = {"name": self.name, "base64": base64.b64encode(self.data).decode()}
        return sent | ({"evidence": self.evidence} if self.evidence else {})


@dataclass(frozen=True, slots=True)
class Promise(_Told):
    """A promise: usually by `target_at`, at the latest by `limit_at`; `state` where its clock ran."""

    promise: str
    name: str
    limit_at: datetime
    target_at: datetime | None = None
    why: str = ""
    state: str = ""
    kept: bool | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenedCase(_Told):
    """The number and secret that open the case at `url`, and what is promised."""

    number: str
    secret: str
    url: str
    status: str
    promises: list[Promise] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case(_Told):
    """A case as it stands; its promises only where one case was read."""

    number: str
    url: str
    status: str
    kind: str
    priority: str
    subject: str
    language: str
    channel: str
    opened_at: datetime
    updated_at: datetime
    next_step: str
    topic: str | None = None
    queue: str | None = None
    closed_reason: str | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    next_update_at: datetime | None = None
    promises: list[Promise] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Message(_Told):
    """What the customer can see of a conversation."""

    id: str
    author: str
    channel: str
    language: str
    at: datetime
    text: str
    files: list[dict[str, Any]] = field(default_factory=list)
    # What the purpose of the token does not serve, such as `files`.
    withheld: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task(_Told):
    """What a department was asked, and its answer once it has one."""

    id: str
    case: str
    team: str
    title: str
    question: str
    state: str
    asked_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Event(_Told):
    """Something that happened; `withheld` names the fields that this token may not read."""

    id: str
    type: str
    timestamp: datetime
    data: dict[str, Any]
    number: str = ""
    withheld: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Events:
    """A page of events, and from where to ask on."""

    events: list[Event]
    next: str


def _read(name: str, value: Any) -> Any:
    if name == "promises":
        return [Promise.of(each) for each in value]
    if isinstance(value, str) and (name.endswith("_at") or name in {"at", "timestamp"}):
        return datetime.fromisoformat(value)
    if value is None and name in {"missing", "withheld"}:
        return []
    return value
