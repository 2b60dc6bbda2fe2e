"""Deciding on a remedy: another person than its proposer, within her limit and the budget of the month."""

from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.money.booking import book, hold_remedy, role_of
from muhatap.money.events import RemedyApproved, RemedyRefused
from muhatap.money.models import Remedy, RemedyMonth, RemedyState
from muhatap.money.redress import Budget
from muhatap.money.remedies import month_of, terms_of


class OverLimit(Exception):
    """The role may not propose or approve so much; `most` is what it may, `able` are roles that may more."""

    def __init__(self, amount: int, currency: str, most: int, able: tuple[str, ...] = ()) -> None:
        super().__init__(amount, currency, most, able)
        self.amount, self.currency, self.most, self.able = amount, currency, most, able


class OverBudget(Exception):
    """The month does not hold so much any more."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.budget = budget


def approve_remedy(*, remedy: Remedy, by: Actor, at: datetime) -> Remedy:
    """Approve as the second person; of two who do it at once the second gets `WrongState`.

    `approvals.SamePerson` for who proposed it, `OverLimit` and `OverBudget` for too much.
    """
    role = role_of(by, remedy.brand)
    with unit_of_work():
        held = hold_remedy(remedy, RemedyState.OPEN)
        if held.proposed_by_id == by.id:
            raise approvals.SamePerson(str(held.id))
        terms = terms_of(held.brand, held.currency)
        if terms is None or not terms.may_approve(role, held.amount):
            most = terms.approve.get(role, 0) if terms else 0
            raise OverLimit(held.amount, held.currency, most, terms.approvers(held.amount) if terms else ())
        _grant(held, terms.monthly, terms.warn_percent, at)
        approvals.approve(proposal=Proposal.objects.get(id=held.proposal_id), by=by, at=at)
        held.state, held.decided_by_id, held.decided_at = RemedyState.APPROVED, by.id, at
        held.save(update_fields=["state", "decided_by", "decided_at"])
        book(held, "approved", by=by, at=at)
        record(
            RemedyApproved(
                brand=held.brand_id,
                case=held.case_id,
                remedy=held.id,
                sort=held.kind,
                amount=held.amount,
                currency=held.currency,
                proposed_by=held.proposed_by_id,
            ),
            by=by,
            at=at,
        )
    return held


def refuse_remedy(*, remedy: Remedy, reason: str, by: Actor, at: datetime) -> Remedy:
    """Refuse with a reason; who proposed it takes it back this way, anybody else needs a limit for it."""
    role = role_of(by, remedy.brand)
    with unit_of_work():
        held = hold_remedy(remedy, RemedyState.OPEN)
        terms = terms_of(held.brand, held.currency)
        if held.proposed_by_id != by.id and (terms is None or role not in terms.approve):
            raise OverLimit(held.amount, held.currency, 0, terms.approvers(held.amount) if terms else ())
        proposal = Proposal.objects.get(id=held.proposal_id)
        # One that waited too long has ended by itself; the remedy is still to be closed.
        if proposal.decided_at is None and proposal.expires_at > at:
            approvals.refuse(proposal=proposal, reason=reason[:500], by=by, at=at)
        held.state, held.decided_by_id, held.decided_at = RemedyState.REFUSED, by.id, at
        held.save(update_fields=["state", "decided_by", "decided_at"])
        book(held, "refused", by=by, at=at, reason=reason)
        record(
            RemedyRefused(
                brand=held.brand_id,
                case=held.case_id,
                remedy=held.id,
                sort=held.kind,
                amount=held.amount,
                currency=held.currency,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return held


def _grant(remedy: Remedy, monthly: int | None, warn_percent: int, at: datetime) -> None:
    known = {"brand": remedy.brand, "currency": remedy.currency, "month_on": month_of(remedy.brand, at)}
    RemedyMonth.objects.get_or_create(**known)
    month = RemedyMonth.objects.select_for_update().get(**known)
    budget = Budget(remedy.currency, monthly, month.granted, 0, warn_percent)
    if not budget.holds(remedy.amount):
        raise OverBudget(budget)
    month.granted += remedy.amount
    month.save(update_fields=["granted"])
