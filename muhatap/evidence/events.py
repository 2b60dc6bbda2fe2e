"""What can happen to evidence. What an item says and why somebody looked can be erased; that it was stays."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class EvidenceOffered(CaseFact):
    """An item of evidence came to a case; `sha256` is that of the bytes as they came."""

    kind: ClassVar[str] = "evidence.offered"
    personal: ClassVar[frozenset[str]] = frozenset({"sha256"})

    item: int
    sort: str
    code: str
    source: str
    sha256: str
    size: int
    content_type: str
    traces: tuple[str, ...]
    keeps_traces: bool
    retention: str


@dataclass(frozen=True, kw_only=True)
class EvidenceDecided(CaseFact):
    """An item is being checked, was accepted or rejected, or is too old now."""

    kind: ClassVar[str] = "evidence.decided"
    personal: ClassVar[frozenset[str]] = frozenset({"correction"})

    item: int
    sort: str
    state: str
    reason: str
    correction: str


@dataclass(frozen=True, kw_only=True)
class EvidenceRetyped(CaseFact):
    """Somebody said what an item really is; that decides who may see it and how long it is kept."""

    kind: ClassVar[str] = "evidence.retyped"

    item: int
    sort: str
    previous: str
    retention: str


@dataclass(frozen=True, kw_only=True)
class EvidenceViewed(CaseFact):
    """Somebody of the staff opened an item: its `copy`, a `preview`, the `original`, or the `quarantine`."""

    kind: ClassVar[str] = "evidence.viewed"
    personal: ClassVar[frozenset[str]] = frozenset({"why"})

    item: int
    sort: str
    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class IdentityLookAsked(CaseFact):
    """Somebody without the right asked to look at an identity document."""

    kind: ClassVar[str] = "evidence.look_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    item: int
    proposal: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class IdentityLookAgreed(CaseFact):
    """Another person let who asked look at an identity document until a moment."""

    kind: ClassVar[str] = "evidence.look_agreed"

    item: int
    proposal: int
    asked_by: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class EvidenceRedacted(CaseFact):
    """Parts of an item were blacked in a new flat file, which is shown from now on."""

    kind: ClassVar[str] = "evidence.redacted"
    personal: ClassVar[frozenset[str]] = frozenset({"before_sha256", "after_sha256", "reason"})

    item: int
    boxes: int
    before_sha256: str
    after_sha256: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EvidenceQuarantined(CaseFact):
    """The virus scanner found something in a file of the case."""

    kind: ClassVar[str] = "evidence.quarantined"

    item: int
    finding: str


@dataclass(frozen=True, kw_only=True)
class EvidenceDestroyed(CaseFact):
    """The time for which an item is kept is over: its bytes and words are gone, the chain keeps its place."""

    kind: ClassVar[str] = "evidence.destroyed"
    security: ClassVar[str] = "erasure"
    erases_events: ClassVar[bool] = True

    item: int
    sort: str
    retention: str
    events: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentsRequested(CaseFact):
    """The customer was asked for documents, with purpose, lawful ground and a last day."""

    kind: ClassVar[str] = "documents.requested"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    request: int
    purpose: str
    ground: str
    sorts: tuple[str, ...]
    words: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class RequestReminded(CaseFact):
    """The customer was reminded of what she was asked for."""

    kind: ClassVar[str] = "documents.reminded"

    request: int
    count: int


@dataclass(frozen=True, kw_only=True)
class RequestEnded(CaseFact):
    """A request is over: `answered`, `expired` or `withdrawn`."""

    kind: ClassVar[str] = "documents.request_ended"

    request: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(CaseFact):
    """Nothing of a case is deleted until somebody lets it go, or until a day."""

    kind: ClassVar[str] = "hold.placed"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    hold: int
    reason: str
    until_on: date | None


@dataclass(frozen=True, kw_only=True)
class HoldReleaseAsked(CaseFact):
    """Somebody asked to let a hold go; another person decides."""

    kind: ClassVar[str] = "hold.release_asked"

    hold: int


@dataclass(frozen=True, kw_only=True)
class HoldReleased(CaseFact):
    """A hold was let go by a second person."""

    kind: ClassVar[str] = "hold.released"

    hold: int
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class ReviewBegun(CaseFact):
    """An additional review began; why is known to those with the right alone and stands nowhere here."""

    kind: ClassVar[str] = "review.begun"

    review: int
    told: str


@dataclass(frozen=True, kw_only=True)
class ReviewEnded(CaseFact):
    """An additional review was ended by another person than who began it."""

    kind: ClassVar[str] = "review.ended"

    review: int
    began_by: int


@dataclass(frozen=True, kw_only=True)
class LockerOpened(BrandFact):
    """Somebody asked for a locker; only its link tells her address."""

    kind: ClassVar[str] = "locker.opened"

    locker: int
