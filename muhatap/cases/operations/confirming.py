"""Keeping that somebody made sure who the customer of a case is."""

from datetime import datetime
from enum import StrEnum

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import IdentityConfirmed
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, IdentityProof
from muhatap.kernel.actors import Actor, ActorKind


class ProofBy(StrEnum):
    """How it was made sure: staff called a known number back, asked what only she knows, or saw a document.

    `link`: she opened the case by a link that had gone to her own address.
    """

    CALLBACK = "callback"
    QUESTIONS = "questions"
    DOCUMENT = "document"
    LINK = "link"


def confirm_identity(*, case: Case, how: ProofBy, by: Actor, at: datetime) -> IdentityProof:
    """Note that the customer of this case is who she says; the first proof stays."""
    with unit_of_work():
        lock(case)
        known = IdentityProof.objects.filter(case=case).first()
        if known is not None:
            return known
        staff_id = by.id if by.kind == ActorKind.STAFF else None
        proof = IdentityProof.objects.create(case=case, how=how, proved_at=at, staff_id=staff_id)
        record(IdentityConfirmed(brand=case.brand_id, case=case.id, how=how), by=by, at=at)
    return proof
