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
class RulePackActivated(BrandFact):
    """A rule pack binds a brand, as one person proposed and another decided; `by` is the second."""

    kind: ClassVar[str] = "rule_pack.activated"

    pack: str
    as_of: str
    digest: str
    proposed_by: int
