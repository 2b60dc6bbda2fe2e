"""What can happen to what comes in and goes out."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact
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
