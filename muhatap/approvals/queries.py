"""Reads of proposals."""

from datetime import datetime

from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand


def proposals_waiting(brand: Brand, sort: str, at: datetime) -> list[Proposal]:
    """The brand's proposals of a sort that nobody decided and that have not expired, oldest first."""
    return list(
        Proposal.objects.filter(brand=brand, sort=sort, decided_at__isnull=True, expires_at__gt=at)
        .select_related("proposed_by")
        .order_by("proposed_at", "id")
    )


def proposal_waiting(brand: Brand, sort: str, subject: str, at: datetime) -> Proposal | None:
    """The one that waits for this subject."""
    return next((each for each in proposals_waiting(brand, sort, at) if each.subject == subject), None)
