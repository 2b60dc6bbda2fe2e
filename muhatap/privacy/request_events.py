"""What can happen to a request about personal data, and to the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from muhatap.cases.case_fact import CaseFact
from muhatap.customers.events import CustomerFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class PrivacyAsked(CaseFact):
    """A person asked for one of her rights over her data."""

    kind: ClassVar[str] = "privacy.asked"

    right: str
    identity_level: int


@dataclass(frozen=True, kw_only=True)
class PrivacyRightCorrected(CaseFact):
    """Staff corrected which right a request is about."""

    kind: ClassVar[str] = "privacy.right_corrected"

    right: str
    previous: str


@dataclass(frozen=True, kw_only=True)
class IdentityAsked(CaseFact):
    """There was doubt about who asks, so she was asked for proof; the doubt is noted."""

    kind: ClassVar[str] = "privacy.identity_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    reason: str


@dataclass(frozen=True, kw_only=True)
class PrivacyExtended(CaseFact):
    """A request takes longer than usual, as the law allows with reasons."""

    kind: ClassVar[str] = "privacy.extended"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    until_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class PrivacyDecided(CaseFact):
    """It was decided what becomes of a request; `ground` is the ground of law for what is refused."""

    kind: ClassVar[str] = "privacy.decided"
    personal: ClassVar[frozenset[str]] = frozenset({"words"})

    outcome: str
    ground: str
    words: str


@dataclass(frozen=True, kw_only=True)
class PrivacyAnswered(CaseFact):
    """The answer to a request left, a refusal agreed to by a second person."""

    kind: ClassVar[str] = "privacy.answered"

    outcome: str
    message: int
    agreed_by: int | None


@dataclass(frozen=True, kw_only=True)
class DataCopyMade(CaseFact):
    """Everything held on a person was gathered into one sealed package."""

    kind: ClassVar[str] = "privacy.copy_made"
    security: ClassVar[str] = "export"

    copy: int
    size: int
    rows: int
    files: int
    valid_until: datetime


@dataclass(frozen=True, kw_only=True)
class DataCopyFetched(CaseFact):
    """The person took her copy along; what opened it opens nothing any more."""

    kind: ClassVar[str] = "privacy.copy_fetched"
    security: ClassVar[str] = "export"

    copy: int
    how: str


@dataclass(frozen=True, kw_only=True)
class DataCopyDestroyed(CaseFact):
    """A copy was destroyed with its key: its day was over, or the data are erased."""

    kind: ClassVar[str] = "privacy.copy_destroyed"

    copy: int
    why: str


@dataclass(frozen=True, kw_only=True)
class ErasurePlanned(CaseFact):
    """What an erasure would destroy and what stays was put before a second person."""

    kind: ClassVar[str] = "privacy.erasure_planned"

    erasure: int
    cases: int
    staying: int
    proposal: int


@dataclass(frozen=True, kw_only=True)
class ErasureBegun(CaseFact):
    """A second person agreed to an erasure."""

    kind: ClassVar[str] = "privacy.erasure_begun"
    security: ClassVar[str] = "erasure"

    erasure: int
    planned_by: int


@dataclass(frozen=True, kw_only=True)
class CaseErased(CaseFact):
    """All that a case held of people was lawfully destroyed; `because` is a request or a retention class."""

    kind: ClassVar[str] = "privacy.case_erased"
    security: ClassVar[str] = "erasure"
    erases_events: ClassVar[bool] = True

    because: str
    retention: str
    rows: Mapping[str, int]
    files: int
    events: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class PersonErased(CustomerFact):
    """Name, addresses and account of a person were lawfully destroyed; what stays names nobody."""

    kind: ClassVar[str] = "privacy.person_erased"
    security: ClassVar[str] = "erasure"
    erases_events: ClassVar[bool] = True

    because: str
    rows: Mapping[str, int]
    events: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ErasureRested(CaseFact):
    """An erasure came as far as the law lets it; `staying` says on how many grounds how many cases wait."""

    kind: ClassVar[str] = "privacy.erasure_rested"

    erasure: int
    erased: int
    staying: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class ErasureEnded(CaseFact):
    """Nothing of what an erasure planned to destroy is left."""

    kind: ClassVar[str] = "privacy.erasure_ended"

    erasure: int
    erased: int


@dataclass(frozen=True, kw_only=True)
class ProcessingRestricted(CaseFact):
    """Processing of a person's data is stopped, or goes on again; her cases open with a reason only."""

    kind: ClassVar[str] = "privacy.processing_restricted"

    customer: int
    is_restricted: bool


@dataclass(frozen=True, kw_only=True)
class RestrictedOpened(CaseFact):
    """Somebody opened a case whose processing is restricted, and said why."""

    kind: ClassVar[str] = "privacy.restricted_opened"
    personal: ClassVar[frozenset[str]] = frozenset({"why"})

    why: str


@dataclass(frozen=True, kw_only=True)
class RetentionRan(BrandFact):
    """What was past its time was destroyed on a day: how much of each class."""

    kind: ClassVar[str] = "privacy.retention_ran"
    security: ClassVar[str] = "erasure"

    on: date
    ended: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class PurposeStated(BrandFact):
    """Somebody said for which purpose she takes data along; one that no notice states is refused."""

    kind: ClassVar[str] = "privacy.purpose_stated"
    security: ClassVar[str] = "export"

    what: str
    purpose: str
    is_refused: bool
