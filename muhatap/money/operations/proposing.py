"""Proposing a remedy, within what the role of its proposer may propose."""

import json
from dataclasses import dataclass
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.money.booking import book, role_of
from muhatap.money.events import RemedyApproved, RemedyProposed
from muhatap.money.models import Remedy, RemedyState
from muhatap.money.operations.deciding import OverBudget, OverLimit
from muhatap.money.operations.judging import RefundFacts, keep_judgement
from muhatap.money.redress import OF_MONEY, OF_PAYMENTS, Interest, RemedyKind, Usual
from muhatap.money.remedies import budget_of, terms_of

REMEDY = "remedy"
_LONGEST_DAYS = 36_525


class NotARemedy(ValueError):
    """A remedy says what it is; money has an amount, interest has its days and its source."""


class NoTerms(Exception):
    """Nobody set terms for this currency, so nothing can be given in it."""


class NeedsReason(Exception):
    """The amount lies outside of what similar complaints got and says no reason for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemedy:
    """A remedy as proposed: `amount` in minor units without the interest that is reckoned on it."""

    kind: RemedyKind
    words: str
    amount: int = 0
    currency: str = ""
    interest: Interest | None = None
    usual: Usual | None = None
    deviation_reason: str = ""
    refund: RefundFacts | None = None


def propose_remedy(*, case: Case, new: NewRemedy, by: Actor, at: datetime) -> Remedy:
    """Propose to give a customer something; money waits for a second person, the rest stands at once.

    `NotARemedy`, `NoTerms`, `OverLimit`, `OverBudget`, `NeedsReason` or `OutsideRules` say why not.
    """
    _refuse_gaps(new)
    role, extra = role_of(by, case.brand), new.interest.on(new.amount) if new.interest else 0
    with unit_of_work() as unit:
        lock(case)
        remedy = Remedy(
            brand_id=case.brand_id,
            case=case,
            kind=new.kind,
            words=mask(new.words.strip()).text,
            currency=new.currency,
            amount=new.amount + extra,
            interest=extra,
            rate=new.interest.rate if new.interest else None,
            rate_source=new.interest.source.strip() if new.interest else "",
            interest_since=new.interest.since if new.interest else None,
            interest_until=new.interest.until if new.interest else None,
            deviation_reason=mask(new.deviation_reason.strip()).text,
            proposed_by_id=by.id,
            proposed_at=at,
        )
        if new.kind in OF_MONEY:
            _refuse_beyond(remedy, new, role, at)
        remedy.save(force_insert=True)
        book(remedy, "proposed", by=by, at=at, reason=remedy.deviation_reason)
        _record(remedy, by=by, at=at)
        if new.refund is not None:
            keep_judgement(remedy=remedy, facts=new.refund, by=by, at=at)
        if new.kind in OF_MONEY:
            _ask_second(remedy, by=by, at=at)
        else:
            _stand(remedy, by=by, at=at)
        unit.flush()
    return remedy


def _refuse_gaps(new: NewRemedy) -> None:
    is_money = new.kind in OF_MONEY
    if not new.words.strip():
        raise NotARemedy("words")
    if is_money != (new.amount > 0) or is_money != bool(new.currency):
        raise NotARemedy("amount")
    if new.refund is not None and (new.kind not in OF_PAYMENTS or new.refund.paid <= 0):
        raise NotARemedy("refund")
    interest = new.interest
    if interest is None:
        return
    if new.kind is not RemedyKind.COMPENSATION or not interest.source.strip():
        raise NotARemedy("interest")
    if not 0 < interest.days <= _LONGEST_DAYS or not 0 < interest.rate <= 100:
        raise NotARemedy("interest")


def _refuse_beyond(remedy: Remedy, new: NewRemedy, role: str, at: datetime) -> None:
    terms = terms_of(remedy.brand, remedy.currency)
    if terms is None:
        raise NoTerms(remedy.currency)
    if not terms.may_propose(role, remedy.amount):
        raise OverLimit(remedy.amount, remedy.currency, terms.propose.get(role, 0))
    budget = budget_of(remedy.brand, remedy.currency, at)
    if not budget.holds(remedy.amount):
        raise OverBudget(budget)
    if new.usual is not None and new.usual.deviates(remedy.amount) and not remedy.deviation_reason:
        raise NeedsReason(new.usual)


def _record(remedy: Remedy, *, by: Actor, at: datetime) -> None:
    record(
        RemedyProposed(
            brand=remedy.brand_id,
            case=remedy.case_id,
            remedy=remedy.id,
            sort=remedy.kind,
            amount=remedy.amount,
            interest=remedy.interest,
            currency=remedy.currency,
            words=remedy.words,
            deviation=remedy.deviation_reason,
        ),
        by=by,
        at=at,
    )


def _ask_second(remedy: Remedy, *, by: Actor, at: datetime) -> None:
    content = {
        "kind": remedy.kind,
        "amount": remedy.amount,
        "currency": remedy.currency,
        "interest": remedy.interest,
        "words": remedy.words,
        "deviation": remedy.deviation_reason,
    }
    proposal = approvals.propose(
        brand=remedy.brand,
        sort=REMEDY,
        subject=str(remedy.id),
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        reason=remedy.case.number,
        by=by,
        at=at,
    )
    remedy.proposal_id = proposal.id
    remedy.save(update_fields=["proposal_id"])


def _stand(remedy: Remedy, *, by: Actor, at: datetime) -> None:
    remedy.state, remedy.decided_at = RemedyState.APPROVED, at
    remedy.save(update_fields=["state", "decided_at"])
    book(remedy, "approved", by=by, at=at)
    record(
        RemedyApproved(
            brand=remedy.brand_id,
            case=remedy.case_id,
            remedy=remedy.id,
            sort=remedy.kind,
            amount=0,
            currency="",
            proposed_by=remedy.proposed_by_id,
        ),
        by=by,
        at=at,
    )
