"""Proposing what a second person has to decide."""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError

from muhatap.approvals.events import ProposalMade
from muhatap.approvals.models import Decision, Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind

VALID_FOR = timedelta(days=14)


class NotAPerson(Exception):
    """Only a member of staff proposes and decides."""


class WaitsAlready(Exception):
    """A proposal for this subject already waits for its decision."""


def propose(
    *, brand: Brand, sort: str, subject: str, content: str, reason: str, by: Actor, at: datetime
) -> Proposal:
    """Put something before a second person for 14 days; `WaitsAlready` while an earlier one waits."""
    if by.kind != ActorKind.STAFF or by.id is None:
        raise NotAPerson(by.label)
    digest = hashlib.sha256(content.encode()).hexdigest()
    try:
        with unit_of_work() as unit:
            _close_expired(brand, sort, subject, at)
            proposal = Proposal(
                brand=brand,
                sort=sort,
                subject=subject,
                content=content,
                content_digest=digest,
                reason=reason,
                proposed_by_id=by.id,
                proposed_at=at,
                expires_at=at + VALID_FOR,
            )
            unit.add(proposal)
            record(
                ProposalMade(
                    brand=brand.id,
                    proposal=proposal.id,
                    sort=sort,
                    subject=subject,
                    content_digest=digest,
                    reason=reason,
                ),
                by=by,
                at=at,
            )
    except IntegrityError as twice:
        raise WaitsAlready(subject) from twice
    return proposal


def _close_expired(brand: Brand, sort: str, subject: str, at: datetime) -> None:
    expired = Proposal.objects.filter(
        brand=brand, sort=sort, subject=subject, decided_at__isnull=True, expires_at__lte=at
    )
    for proposal in expired:
        proposal.decision = Decision.WITHDRAWN
        proposal.decided_by_id = proposal.proposed_by_id
        proposal.decided_at = proposal.expires_at
        proposal.save(update_fields=["decision", "decided_by", "decided_at"])
