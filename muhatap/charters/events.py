"""What can happen to a charter."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class CharterApplied(BrandFact):
    """A brand runs a new version of its charter; cases that were opened keep the promises of their day."""

    kind: ClassVar[str] = "charter.applied"

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
class RulePackActivated(BrandFact):
    """A rule pack binds a brand, as one person proposed and another decided; `by` is the second."""

    kind: ClassVar[str] = "rule_pack.activated"

    pack: str
    as_of: str
    digest: str
    proposed_by: int
