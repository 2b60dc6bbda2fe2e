"""Deciding a proposal: by another person than its maker, once, and before it expires."""

from datetime import datetime

from muhatap.approvals.events import ProposalApproved, ProposalRefused
from muhatap.approvals.models import Decision, Proposal
from muhatap.approvals.operations.proposing import NotAPerson
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor, ActorKind


class SamePerson(Exception):
    """Nobody approves an own proposal."""


class DecidedAlready(Exception):
    """The proposal was decided before."""


class ProposalExpired(Exception):
    """The proposal waited too long and has to be made again."""


def approve(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """Say yes as the second person; what follows from it is the caller's, in the same transaction."""
    with unit_of_work():
        waiting = _waiting(proposal, by, at)
        if waiting.proposed_by_id == by.id:
            raise SamePerson(waiting.subject)
        _decide(waiting, Decision.APPROVED, "", by, at)
        record(
            ProposalApproved(
                brand=waiting.brand_id,
                proposal=waiting.id,
                sort=waiting.sort,
                subject=waiting.subject,
                content_digest=waiting.content_digest,
                proposed_by=waiting.proposed_by_id,
            ),
            by=by,
            at=at,
        )
    return waiting


def refuse(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """Say no with a reason; the person who proposed it takes it back this way."""
    with unit_of_work():
        waiting = _waiting(proposal, by, at)
        decision = Decision.WITHDRAWN if waiting.proposed_by_id == by.id else Decision.REFUSED
        _decide(waiting, decision, reason, by, at)
        record(
            ProposalRefused(
                brand=waiting.brand_id,
                proposal=waiting.id,
                sort=waiting.sort,
                subject=waiting.subject,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return waiting


def _waiting(proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    if by.kind != ActorKind.STAFF or by.id is None:
        raise NotAPerson(by.label)
    # Locked, so that of two people who decide at once one comes too late.
    row = Proposal.objects.select_for_update().get(id=proposal.id)
    if row.decided_at is not None:
        raise DecidedAlready(row.subject)
    if row.expires_at <= at:
        raise ProposalExpired(row.subject)
    return row


def _decide(row: Proposal, decision: Decision, reason: str, by: Actor, at: datetime) -> None:
    row.decision = decision
    row.decided_by_id = by.id
    row.decided_at = at
    row.decided_reason = reason
    row.save(update_fields=["decision", "decided_by", "decided_at", "decided_reason"])
