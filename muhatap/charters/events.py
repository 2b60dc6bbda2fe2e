"""What can happen to a charter."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class CharterApplied(BrandFact):
    """A brand runs a new version of its charter; cases that were opened keep the promises of their day."""

    kind: ClassVar[str] = "charter.applied"
    security: ClassVar[str] = "permission"

    version: int
    digest: str
    previous_digest: str


@dataclass(frozen=True, kw_only=True)
class CharterProposed(BrandFact):
    """Somebody put a charter before a second person; the plan that was seen is for version `against`."""

    kind: ClassVar[str] = "charter.proposed"

    proposal: int
    against: int
    digest: str
    changes: int
    brings_back: int | None = None


@dataclass(frozen=True, kw_only=True)
class CharterBroughtBack(BrandFact):
    """An earlier version of a charter runs again, as a new version with a number of its own."""

    kind: ClassVar[str] = "charter.brought_back"

    version: int
    earlier: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class CharterScheduled(BrandFact):
    """A charter was decided and waits for the moment from which it runs."""

    kind: ClassVar[str] = "charter.scheduled"

    scheduled: int
    begins_at: datetime
    against: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class CharterScheduleCancelled(BrandFact):
    """A charter that waited for its day was taken back before it."""

    kind: ClassVar[str] = "charter.schedule_cancelled"

    scheduled: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CharterScheduleRefused(BrandFact):
    """A charter whose day had come could not run any more: another version ran, or a check refused it."""

    kind: ClassVar[str] = "charter.schedule_refused"

    scheduled: int
    begins_at: datetime
    because: str


@dataclass(frozen=True, kw_only=True)
class RulePackActivated(BrandFact):
    """A rule pack binds a brand, as one person proposed and another decided; `by` is the second."""

    kind: ClassVar[str] = "rule_pack.activated"
    security: ClassVar[str] = "permission"

    pack: str
    as_of: str
    digest: str
    proposed_by: int
