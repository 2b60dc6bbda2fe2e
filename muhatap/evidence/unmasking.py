"""Looks at identity documents by those without the right: who asked, and who may look now."""

from datetime import datetime, timedelta

from muhatap.approvals.models import Decision, Proposal
from muhatap.evidence.models import EvidenceItem

UNMASKING, SUSPICION = "identity_look", "document_altered"
# Process C6, point 11: a quarter of an hour, then it is asked for again.
OPEN_FOR = timedelta(minutes=15)


def subject_of(item: EvidenceItem, staff_id: int) -> str:
    """How a question about an item by somebody is named."""
    return f"{item.id}:{staff_id}"


def look_asked(item: EvidenceItem, at: datetime) -> Proposal | None:
    """The oldest question to look at this item that waits for a second person."""
    waiting = Proposal.objects.filter(
        brand_id=item.brand_id,
        sort=UNMASKING,
        subject__startswith=f"{item.id}:",
        decided_at__isnull=True,
        expires_at__gt=at,
    )
    return waiting.select_related("proposed_by").order_by("proposed_at").first()


def suspected(item: EvidenceItem, at: datetime) -> Proposal | None:
    """That a document looks altered, where somebody said so and another has not decided yet."""
    waiting = Proposal.objects.filter(
        brand_id=item.brand_id,
        sort=SUSPICION,
        subject=str(item.id),
        decided_at__isnull=True,
        expires_at__gt=at,
    )
    return waiting.select_related("proposed_by").first()


def may_look_now(item: EvidenceItem, staff_id: int, at: datetime) -> bool:
    """Whether somebody was let look at this item within the last quarter of an hour."""
    agreed = Proposal.objects.filter(
        brand_id=item.brand_id,
        sort=UNMASKING,
        subject=subject_of(item, staff_id),
        decision=Decision.APPROVED,
        decided_at__gt=at - OPEN_FOR,
    )
    return item.is_identity and agreed.exists()
