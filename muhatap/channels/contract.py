"""What every channel speaks: what came in, and what goes out."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Reach(StrEnum):
    """Who reads what is written on a channel: the customer alone, or everybody."""

    PRIVATE = "private"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class InboundFile:
    """A file that came with a message; `evidence` is the evidence item of the topic that it answers."""

    name: str
    data: bytes
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as far as the channel knows; `verified` tells whether the channel proved it."""

    name: str = ""
    email: str = ""
    phone: str = ""
    account_no: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMessage:
    """What an adapter hands over to `channels.operations.receive`."""

    brand_id: int
    channel: str
    sender: Sender
    text: str
    received_at: datetime
    subject: str = ""
    html: str = ""
    quoted: str = ""
    topic: str = ""
    language: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    sensitive: frozenset[str] = frozenset()
    notices: dict[str, Any] = field(default_factory=dict)
    files: tuple[InboundFile, ...] = ()
    external_id: str = ""
    case_id: int | None = None
    vault_item_id: int | None = None
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """One promise of the answer: usually by `target_at`, at the latest by `limit_at`."""

    promise: str
    name: str
    target_at: datetime | None
    limit_at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStanding:
    """A clock of a case as programs read it, running or stopped; `kept` is None while it runs.

    `why` is the promise in short, `derivation` every line of how its times came about.
    """

    promise: str
    name: str
    state: str
    started_at: datetime
    target_at: datetime | None
    limit_at: datetime
    stopped_at: datetime | None
    kept: bool | None
    why: str
    derivation: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOffered:
    """A promise of the charter as customers may read it, and what it holds for."""

    promise: str
    clock: str
    name: str
    target: str
    limit: str
    applies_to: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told at once; `secret` only when a case was opened."""

    case_id: int
    number: str
    secret: str
    status: str
    message_id: int
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """What an adapter delivers; the adapter adds nothing to the words.

    `files` are name, type and bytes; `answers` tells whether the customer wrote by this channel before.
    It goes to `recipient` alone; `to` and `cc` are what everybody who gets it reads, never a blind copy.
    `text` is all of it; `words` are the writer's own and `signature` what is set under them.
    `only_link`: its words are for who proved who she is, on her page.
    `is_notice`: only that there is news may be said, in words that the other side approved.
    `message_id` is the one under which it was tried before; `unsubscribe_url` only where one may (RFC 8058).
    """

    delivery_id: int
    brand_id: int
    case_id: int
    number: str
    sender_name: str
    sender_address: str
    recipient: str
    subject: str
    text: str
    language: str
    is_automatic: bool
    written_at: datetime
    files: tuple[tuple[str, str, bytes], ...] = ()
    answers: bool = False
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    words: str = ""
    signature: str = ""
    is_aside: bool = False
    brand: str = ""
    colour: str = ""
    case_url: str = ""
    plus_addressing: bool = False
    message_id: str = ""
    unsubscribe_url: str = ""
    is_large: bool = False
    is_notice: bool = False
    only_link: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it goes out: its bytes and the id by which answers to it are recognised."""

    raw: bytes
    external_id: str


class NotReady(Exception):
    """The channel is not set up to deliver: what waits goes when it is; the message says what is missing."""


class Delayed(Exception):
    """It may work later. `was_answered` tells whether the other side spoke, so that trying has an end."""

    def __init__(self, words: str, *, was_answered: bool) -> None:
        super().__init__(words)
        self.was_answered = was_answered


class Held(Exception):
    """It waits, untried, until something happens or a person acts; the word says what for."""


class Rejected(Exception):
    """It will not work later; `code` is short and names nobody, the words are the other side's."""

    def __init__(self, words: str, *, code: str) -> None:
        super().__init__(words)
        self.code = code


class Line(Protocol):
    """A way to the other side while it is open."""

    def send(self, message: OutboundMessage, rendered: Rendered) -> str | None:
        """Hand a message over; `Delayed`, `Held` or `Rejected` when it was not taken.

        Returns the id that the other side gave it, where it is not known before.
        """


class Adapter(Protocol):
    """What a channel's module for sending offers."""

    def ready(self) -> None:
        """Return when the channel can deliver; `NotReady` otherwise."""

    def render(self, message: OutboundMessage) -> Rendered:
        """The bytes that go out, the same at every call; `Rejected` when they cannot be written."""

    def line(self) -> AbstractContextManager[Line]:
        """A way to the other side that carries several messages."""
