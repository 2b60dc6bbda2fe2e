"""Keeping that somebody made sure who the customer of a case is."""

from datetime import datetime
from enum import StrEnum

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import IdentityConfirmed
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, IdentityProof
from muhatap.cases.trust import LEVEL_OF_PROOF
from muhatap.kernel.actors import Actor, ActorKind


class ProofBy(StrEnum):
    """How it was made sure: staff called a known number back, asked what only she knows, or saw a document.

    `link`: she opened the case by a link that had gone to her own address. `account`: signed in with two
    factors. `assisted`: two people of the staff are sure, for somebody who cannot sign in.
    """

    CALLBACK = "callback"
    QUESTIONS = "questions"
    DOCUMENT = "document"
    LINK = "link"
    ACCOUNT = "account"
    ASSISTED = "assisted"


# What staff may say by themselves.
BY_STAFF = (ProofBy.CALLBACK, ProofBy.QUESTIONS, ProofBy.DOCUMENT)


def confirm_identity(*, case: Case, how: ProofBy, by: Actor, at: datetime) -> IdentityProof:
    """Note that the customer of this case is who she says; a proof stays until a stronger one comes."""
    with unit_of_work():
        lock(case)
        known = IdentityProof.objects.filter(case=case).first()
        if known is not None and LEVEL_OF_PROOF.get(known.how, 0) >= LEVEL_OF_PROOF[how]:
            return known
        staff_id = by.id if by.kind == ActorKind.STAFF else None
        proof = known or IdentityProof(case=case)
        proof.how, proof.proved_at, proof.staff_id = how, at, staff_id
        proof.save()
        record(IdentityConfirmed(brand=case.brand_id, case=case.id, how=how), by=by, at=at)
    return proof
