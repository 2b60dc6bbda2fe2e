"""What can happen to a proposal."""

from dataclasses import dataclass
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class ProposalMade(BrandFact):
    """Somebody proposed what another person has to decide; `content_digest` is the SHA-256 of it."""

    kind: ClassVar[str] = "proposal.made"

    proposal: int
    sort: str
    subject: str
    content_digest: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalApproved(BrandFact):
    """Another person said yes to a proposal."""

    kind: ClassVar[str] = "proposal.approved"
    security: ClassVar[str] = "permission"

    proposal: int
    sort: str
    subject: str
    content_digest: str
    proposed_by: int


@dataclass(frozen=True, kw_only=True)
class ProposalRefused(BrandFact):
    """A proposal was refused, or taken back by the person who made it."""

    kind: ClassVar[str] = "proposal.refused"
    security: ClassVar[str] = "permission"

    proposal: int
    sort: str
    subject: str
    reason: str
