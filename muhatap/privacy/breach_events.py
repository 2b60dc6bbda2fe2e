"""What happens to a breach of personal data; its words lie in the register, digests of them here."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class BreachSuspected(BrandFact):
    """Somebody suspects that personal data got into wrong hands, or was lost."""

    kind: ClassVar[str] = "breach.suspected"

    breach: int
    number: int
    found_at: datetime
    is_exercise: bool


@dataclass(frozen=True, kw_only=True)
class BreachKnown(BrandFact):
    """The operator became aware of a breach at this moment; the time to the authority runs from it."""

    kind: ClassVar[str] = "breach.known"

    breach: int
    number: int
    aware_at: datetime


@dataclass(frozen=True, kw_only=True)
class AwarenessConfirmed(BrandFact):
    """A second person confirmed since when a breach was known."""

    kind: ClassVar[str] = "breach.awareness_confirmed"

    breach: int
    number: int
    aware_at: datetime


@dataclass(frozen=True, kw_only=True)
class BreachDescribed(BrandFact):
    """What is known of a breach changed; `fields` names what."""

    kind: ClassVar[str] = "breach.described"

    breach: int
    number: int
    fields: tuple[str, ...]
    content_digest: str


@dataclass(frozen=True, kw_only=True)
class AuthorityDecided(BrandFact):
    """Whether the authority is told was decided; not telling it by two people."""

    kind: ClassVar[str] = "breach.authority_decided"

    breach: int
    number: int
    decision: str
    proposal: int | None
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class AuthorityTold(BrandFact):
    """The authority was told, in one of several phases; `is_late` after the limit of the law."""

    kind: ClassVar[str] = "breach.authority_told"

    breach: int
    number: int
    phase: int
    is_late: bool
    reference: str
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class PeopleDecided(BrandFact):
    """Whether the people concerned are told was decided; the problem carries the notice to them."""

    kind: ClassVar[str] = "breach.people_decided"

    breach: int
    number: int
    decision: str
    problem: int | None
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class BreachClosed(BrandFact):
    """A breach was closed, or turned out to be none."""

    kind: ClassVar[str] = "breach.closed"

    breach: int
    number: int
    state: str
    lessons_digest: str
