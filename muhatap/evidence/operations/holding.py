"""Keeping a case from being deleted, and letting it go by two people."""

from datetime import date, datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.evidence.events import HoldPlaced, HoldReleaseAsked, HoldReleased
from muhatap.evidence.models import LegalHold
from muhatap.kernel.actors import Actor

RELEASE = "hold-release"


class NotAHold(ValueError):
    """A hold has a reason, and a last day that is still to come if it has one."""


class HeldAlready(Exception):
    """The case is held."""


class NotHeld(Exception):
    """The hold was let go, or nobody asked for that."""


def place_hold(*, case: Case, reason: str, until_on: date | None, by: Actor, at: datetime) -> LegalHold:
    """Hold everything of a case: nothing of it is deleted until the day, or until two people let it go."""
    if not reason.strip() or (until_on is not None and until_on < at.date()):
        raise NotAHold(until_on)
    with unit_of_work():
        lapsed = LegalHold.objects.filter(case=case, released_at__isnull=True, until_on__lt=at.date())
        lapsed.update(released_at=at)
        if LegalHold.objects.filter(case=case, released_at__isnull=True).exists():
            raise HeldAlready(case.id)
        hold = LegalHold.objects.create(
            case=case, reason=reason.strip(), until_on=until_on, placed_by_id=by.id, placed_at=at
        )
        record(
            HoldPlaced(
                brand=case.brand_id, case=case.id, hold=hold.id, reason=hold.reason, until_on=until_on
            ),
            by=by,
            at=at,
        )
    return hold


def ask_release(*, hold: LegalHold, reason: str, by: Actor, at: datetime) -> Proposal:
    """Ask a second person to let a hold go; `WaitsAlready` while that was asked."""
    with unit_of_work():
        held = _held(hold)
        proposal = approvals.propose(
            brand=held.case.brand,
            sort=RELEASE,
            subject=str(held.id),
            content=held.reason,
            reason=reason.strip() or held.case.number,
            by=by,
            at=at,
        )
        held.release_asked_by_id = by.id
        held.save(update_fields=["release_asked_by"])
        record(HoldReleaseAsked(brand=held.case.brand_id, case=held.case_id, hold=held.id), by=by, at=at)
    return proposal


def release_hold(*, hold: LegalHold, by: Actor, at: datetime) -> LegalHold:
    """Let a hold go as the second person; `SamePerson` for who asked."""
    with unit_of_work():
        held = _held(hold)
        proposal = Proposal.objects.filter(
            brand=held.case.brand, sort=RELEASE, subject=str(held.id), decided_at__isnull=True
        ).first()
        if proposal is None:
            raise NotHeld(held.id)
        approvals.approve(proposal=proposal, by=by, at=at)
        held.released_by_id, held.released_at = by.id, at
        held.save(update_fields=["released_by", "released_at"])
        record(
            HoldReleased(
                brand=held.case.brand_id, case=held.case_id, hold=held.id, asked_by=proposal.proposed_by_id
            ),
            by=by,
            at=at,
        )
    return held


def _held(hold: LegalHold) -> LegalHold:
    held = LegalHold.objects.select_for_update(of=("self",)).select_related("case__brand").get(id=hold.id)
    if held.released_at is not None:
        raise NotHeld(held.id)
    return held
