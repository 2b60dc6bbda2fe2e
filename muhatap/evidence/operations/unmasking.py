"""What two people do with identity documents: let somebody look without the right, suspect an alteration."""

from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.evidence.events import IdentityLookAgreed, IdentityLookAsked
from muhatap.evidence.kinds import RejectionReason
from muhatap.evidence.models import EvidenceItem
from muhatap.evidence.operations.checking import NeedsCorrection, reject_item
from muhatap.evidence.operations.viewing import PREVIEW, NeedsReason
from muhatap.evidence.unmasking import OPEN_FOR, SUSPICION, UNMASKING, subject_of, suspected
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask


class NotClosed(Exception):
    """Only identity documents lie so closed that another person must agree."""


def ask_to_look(*, item: EvidenceItem, reason: str, by: Actor, at: datetime) -> Proposal:
    """Ask to look at an identity document; `approvals.WaitsAlready` while that was asked."""
    reason = mask(reason.strip()).text[:300]
    if not item.is_identity or item.case_id is None or by.id is None:
        raise NotClosed(item.id)
    if not reason:
        raise NeedsReason(PREVIEW)
    with unit_of_work():
        waits = Proposal.objects.filter(
            brand_id=item.brand_id,
            sort=UNMASKING,
            subject=subject_of(item, by.id),
            decided_at__isnull=True,
            expires_at__gt=at,
        )
        if waits.exists():
            raise approvals.WaitsAlready(item.id)
        proposal = approvals.propose(
            brand=item.brand,
            sort=UNMASKING,
            subject=subject_of(item, by.id),
            content=reason,
            reason=item.case.number,
            by=by,
            at=at,
        )
        record(
            IdentityLookAsked(
                brand=item.brand_id, case=item.case_id, item=item.id, proposal=proposal.id, reason=reason
            ),
            by=by,
            at=at,
        )
    return proposal


def suspect_item(*, item: EvidenceItem, correction: str, by: Actor, at: datetime) -> Proposal:
    """Say that a document looks altered; nothing happens before another person agrees."""
    if not correction.strip():
        raise NeedsCorrection(RejectionReason.ALTERED)
    if suspected(item, at) is not None:
        raise approvals.WaitsAlready(item.id)
    return approvals.propose(
        brand=item.brand,
        sort=SUSPICION,
        subject=str(item.id),
        content=mask(correction.strip()).text,
        reason=item.case.number,
        by=by,
        at=at,
    )


def agree_suspicion(*, item: EvidenceItem, proposal: Proposal, by: Actor, at: datetime) -> EvidenceItem:
    """Agree as the second person: it is rejected, and the customer reads nothing of the suspicion."""
    with unit_of_work():
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        return reject_item(
            item=item,
            reason=RejectionReason.ALTERED,
            correction=agreed.content,
            suspicion=agreed,
            by=by,
            at=at,
        )


def agree_to_look(*, item: EvidenceItem, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Let who asked look for a quarter of an hour; `SamePerson` for herself. Compliance is told at once."""
    with unit_of_work():
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        record(
            IdentityLookAgreed(
                brand=item.brand_id,
                case=item.case_id,
                item=item.id,
                proposal=agreed.id,
                asked_by=agreed.proposed_by_id,
                until=at + OPEN_FOR,
            ),
            by=by,
            at=at,
        )
