"""What passes between the desk and the operator's other systems."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class AccountCardRead(CaseFact):
    """The operator's system was asked for an account; `outcome` is (un)matched or why it failed."""

    kind: ClassVar[str] = "account_card.read"

    call: str
    proved_by: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class WebhookMade(BrandFact):
    """An address outside is told of events from now on; its secret is kept sealed and stands in no record."""

    kind: ClassVar[str] = "webhook.made"

    webhook: int
    name: str
    url: str
    kinds: tuple[str, ...]
    rights: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(BrandFact):
    """What a webhook hears, may know, or where it is, was changed; the fields are what holds now."""

    kind: ClassVar[str] = "webhook.changed"

    webhook: int
    name: str
    url: str
    kinds: tuple[str, ...]
    rights: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookSecretRotated(BrandFact):
    """A webhook got a further secret; the older ones sign beside it for a day."""

    kind: ClassVar[str] = "webhook.secret_rotated"

    webhook: int


@dataclass(frozen=True, kw_only=True)
class WebhookStopped(BrandFact):
    """A webhook is called no more; `reason` is `by_hand`, `failing`, `gone` or `removed`."""

    kind: ClassVar[str] = "webhook.stopped"

    webhook: int
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WebhookResumed(BrandFact):
    """A webhook is called again, and is told what it missed."""

    kind: ClassVar[str] = "webhook.resumed"

    webhook: int
    name: str


@dataclass(frozen=True, kw_only=True)
class WebhookReplayed(BrandFact):
    """Somebody had a webhook told again: `calls` events, under the ids that they had."""

    kind: ClassVar[str] = "webhook.replayed"

    webhook: int
    calls: int


@dataclass(frozen=True, kw_only=True)
class WebhookTested(BrandFact):
    """Somebody had a webhook called to see whether its other side answers."""

    kind: ClassVar[str] = "webhook.tested"

    webhook: int


@dataclass(frozen=True, kw_only=True)
class AnnouncementPosted(BrandFact):
    """The connector of public posts took an announcement, or it was given up; `trouble` says why."""

    kind: ClassVar[str] = "announcement.posted"

    announcement: int
    language: str
    is_sent: bool
    attempts: int
    trouble: str
