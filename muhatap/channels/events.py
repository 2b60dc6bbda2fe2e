"""What can happen to what comes in and goes out."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.channels.call_events import CallAttempted as CallAttempted
from muhatap.channels.call_events import CallbackEnded as CallbackEnded
from muhatap.channels.call_events import CallbackMoved as CallbackMoved
from muhatap.channels.call_events import CallbackPromised as CallbackPromised
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class MessageDelivered(CaseFact):
    """The next server took over a message; `rendered` is the SHA-256 of the bytes that went out."""

    kind: ClassVar[str] = "message.delivered"

    message: int
    delivery: int
    channel: str
    author: str
    rendered: str


@dataclass(frozen=True, kw_only=True)
class MatchDoubted(CaseFact):
    """The mail that opened this case names another one; `reason` says why it was not put there."""

    kind: ClassVar[str] = "match.doubted"

    quoted: int
    quoted_number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MailLacksAnswers(CaseFact):
    """A mail of a person opened a case whose topic needs more than it said."""

    kind: ClassVar[str] = "mail.lacks_answers"

    answers: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DoubtSettled(CaseFact):
    """A person decided where a doubtful mail belongs: `joined`, its `own` case, or `spam`."""

    kind: ClassVar[str] = "match.settled"

    quoted: int
    quoted_number: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DeliveryGivenUp(CaseFact):
    """A message could not be delivered and will not be tried again by itself."""

    kind: ClassVar[str] = "message.delivery_given_up"

    message: int
    delivery: int
    channel: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryDeferred(CaseFact):
    """The next server put a message off for the first time; it is tried again without further facts."""

    kind: ClassVar[str] = "message.delivery_deferred"

    message: int
    delivery: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class DeliveryReturned(CaseFact):
    """A message that was taken over came back: `bounced`, or `complained` of by who received it."""

    kind: ClassVar[str] = "message.delivery_returned"

    message: int
    delivery: int
    channel: str
    reason: str
    status: str


@dataclass(frozen=True, kw_only=True)
class AddressMarked(CaseFact):
    """The address of a delivery gets no automatic mail from now on."""

    kind: ClassVar[str] = "address.marked"

    mark: int
    delivery: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddressCleared(CaseFact):
    """An address gets automatic mail again: it `wrote`, or `staff` knows better."""

    kind: ClassVar[str] = "address.cleared"

    mark: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MailDeclined(CaseFact):
    """The customer wants no more letters of a sort that she need not get."""

    kind: ClassVar[str] = "mail.declined"

    customer: int
    sort: str


@dataclass(frozen=True, kw_only=True)
class MailWanted(CaseFact):
    """The customer wants letters of a sort again that she had declined."""

    kind: ClassVar[str] = "mail.wanted"

    customer: int
    sort: str


@dataclass(frozen=True, kw_only=True)
class SigningKeyChanged(BrandFact):
    """A key for signing mail was `made`, is `in_use`, or was `retired`."""

    kind: ClassVar[str] = "mail.signing_key_changed"
    security: ClassVar[str] = "key"

    domain: str
    selector: str
    algorithm: str
    standing: str


@dataclass(frozen=True, kw_only=True)
class MailboxVoiceChanged(BrandFact):
    """The letters of a mailbox are signed in another way."""

    kind: ClassVar[str] = "mailbox.voice_changed"

    mailbox: int
    sender_pattern: str
    signatures: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ChatStarted(CaseFact):
    """A visitor began to chat; `channel` is the widget or the app, `waits` whether a person was asked for."""

    kind: ClassVar[str] = "chat.started"

    chat: int
    channel: str
    waits: bool


@dataclass(frozen=True, kw_only=True)
class ChatHandedOver(CaseFact):
    """Whoever took part first, a bot, asked for a person; `reason` is a code."""

    kind: ClassVar[str] = "chat.handed_over"

    chat: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChatAccepted(CaseFact):
    """A person of the staff took part in a chat that waited for `waited_seconds`."""

    kind: ClassVar[str] = "chat.accepted"

    chat: int
    staff: int
    waited_seconds: int


@dataclass(frozen=True, kw_only=True)
class ChatPassedOn(CaseFact):
    """A chat was given to a colleague or a queue, with a summary as an internal note."""

    kind: ClassVar[str] = "chat.passed_on"

    chat: int
    staff: int | None
    queue: int | None
    note: int


@dataclass(frozen=True, kw_only=True)
class ChatEnded(CaseFact):
    """A chat ended: by the `visitor`, by `staff`, or because she had `left`."""

    kind: ClassVar[str] = "chat.ended"

    chat: int
    ended_by: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class ChatWrappedUp(CaseFact):
    """Whoever chatted wrote down what was left to do; it took `seconds` after the end."""

    kind: ClassVar[str] = "chat.wrapped_up"

    chat: int
    staff: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class VisitorBlocked(BrandFact):
    """From a network or an app user no chat is begun until a moment; the reason stays with the block."""

    kind: ClassVar[str] = "visitor.blocked"
    security: ClassVar[str] = "refused"

    block: int
    what: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class VisitorUnblocked(BrandFact):
    """A block was lifted before its time."""

    kind: ClassVar[str] = "visitor.unblocked"
    security: ClassVar[str] = "refused"

    block: int


@dataclass(frozen=True, kw_only=True)
class AppKeyChanged(BrandFact):
    """A key with which the operator's server signs identities was `made` or `retired`."""

    kind: ClassVar[str] = "app.key_changed"
    security: ClassVar[str] = "key"

    name: str
    algorithm: str
    standing: str
