"""Sensitive acts: done only for whom it is sure enough who she is, or with a second person in her stead."""

from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import SensitiveActDone
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, IdentityProof
from muhatap.cases.operations.confirming import ProofBy, confirm_identity
from muhatap.cases.trust import Sensitive, refuse_low
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

ASSISTED = "assisted_identity"
_LONGEST = 300


class NotAnAct(ValueError):
    """A sensitive act has a name that the charter knows, and the reference under which it was done."""


def note_sensitive_act(*, case: Case, action: str, reference: str, by: Actor, at: datetime) -> int:
    """Note that it was done in the operator's system, with its reference; the level at which it was done.

    `LevelTooLow` where it is not sure enough who asks: then it must not be done at all.
    """
    said = mask(reference.strip()).text[:_LONGEST]
    if action not in set(Sensitive) or not said:
        raise NotAnAct(action)
    with unit_of_work():
        lock(case)
        level = refuse_low(case, Sensitive(action))
        fact = SensitiveActDone(brand=case.brand_id, case=case.id, action=action, level=level, reference=said)
        record(fact, by=by, at=at)
    return level


def ask_assisted(*, case: Case, reason: str, by: Actor, at: datetime) -> Proposal:
    """Ask a second person to be sure with us, for somebody who cannot sign in with two factors."""
    if not reason.strip():
        raise NotAnAct(ASSISTED)
    return approvals.propose(
        brand=case.brand,
        sort=ASSISTED,
        subject=str(case.id),
        content=mask(reason.strip()).text[:_LONGEST],
        reason=case.number,
        by=by,
        at=at,
    )


def decide_assisted(
    *, case: Case, proposal: Proposal, agrees: bool, by: Actor, at: datetime
) -> IdentityProof | None:
    """Agree as the second person, which proves who she is at the highest level; or do not."""
    with unit_of_work():
        if not agrees:
            approvals.refuse(proposal=proposal, reason="", by=by, at=at)
            return None
        approvals.approve(proposal=proposal, by=by, at=at)
        return confirm_identity(case=case, how=ProofBy.ASSISTED, by=by, at=at)
