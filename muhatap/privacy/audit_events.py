"""What happens to audits and their findings."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class AuditPlanned(BrandFact):
    """An audit of security or data protection was planned for a day."""

    kind: ClassVar[str] = "privacy.audit_planned"

    audit: int
    sort: str
    planned_on: date
    every_months: int


@dataclass(frozen=True, kw_only=True)
class AuditHeld(BrandFact):
    """An audit was held."""

    kind: ClassVar[str] = "privacy.audit_held"

    audit: int
    held_on: date


@dataclass(frozen=True, kw_only=True)
class FindingNoted(BrandFact):
    """An audit found something that somebody mends until a day."""

    kind: ClassVar[str] = "privacy.finding_noted"

    audit: int
    finding: int
    severity: str
    owner: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class FindingMended(BrandFact):
    """What an audit found was mended; `evidence_digest` is the SHA-256 of the words that prove it."""

    kind: ClassVar[str] = "privacy.finding_mended"

    audit: int
    finding: int
    evidence_digest: str


@dataclass(frozen=True, kw_only=True)
class AuditClosed(BrandFact):
    """An audit was closed with evidence, all its findings mended."""

    kind: ClassVar[str] = "privacy.audit_closed"

    audit: int
    is_public: bool
    evidence_digest: str
