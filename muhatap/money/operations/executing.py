"""Carrying a remedy out with its proof, reversing it, and noting that the ledger left the desk."""

from datetime import date, datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.money.booking import WrongState, book, hold_remedy, role_of
from muhatap.money.events import LedgerExported, RemedyCarriedOut, RemedyReversed
from muhatap.money.models import Remedy, RemedyMonth, RemedyState
from muhatap.money.operations.deciding import OverLimit
from muhatap.money.operations.proposing import NotARemedy
from muhatap.money.remedies import month_of, terms_of


class SameHand(Exception):
    """Who proposed money to a customer does not reverse it alone."""


def execute_remedy(*, remedy: Remedy, done_on: date, reference: str, by: Actor, at: datetime) -> Remedy:
    """Note that an approved remedy was carried out, by which proof; the desk itself moves no money."""
    role_of(by, remedy.brand)
    if not reference.strip():
        raise NotARemedy("reference")
    with unit_of_work():
        held = hold_remedy(remedy, RemedyState.APPROVED)
        held.state, held.executed_on = RemedyState.EXECUTED, done_on
        held.reference = reference.strip()
        held.save(update_fields=["state", "executed_on", "reference"])
        book(held, "executed", by=by, at=at, reference=held.reference)
        record(
            RemedyCarriedOut(
                brand=held.brand_id,
                case=held.case_id,
                remedy=held.id,
                sort=held.kind,
                amount=held.amount,
                currency=held.currency,
                done_on=done_on,
                reference=held.reference,
            ),
            by=by,
            at=at,
        )
    return held


def reverse_remedy(*, remedy: Remedy, reason: str, by: Actor, at: datetime) -> Remedy:
    """Take an approved or executed remedy back with a reason; its amount returns to its month's budget.

    It takes another person than its proposer, whose role may approve as much.
    """
    role = role_of(by, remedy.brand)
    if not reason.strip():
        raise NotARemedy("reason")
    with unit_of_work():
        held = hold_remedy(remedy, RemedyState.APPROVED, RemedyState.EXECUTED)
        if held.amount:
            _refuse_beyond(held, role, by)
            _return_to_budget(held)
        was_executed = held.state == RemedyState.EXECUTED
        held.state = RemedyState.REVERSED
        held.save(update_fields=["state"])
        book(held, "reversed", by=by, at=at, reason=reason.strip())
        record(
            RemedyReversed(
                brand=held.brand_id,
                case=held.case_id,
                remedy=held.id,
                sort=held.kind,
                amount=held.amount,
                currency=held.currency,
                was_executed=was_executed,
                reason=reason.strip(),
            ),
            by=by,
            at=at,
        )
    return held


def note_ledger_export(*, brand: Brand, rows: int, since: date, until: date, by: Actor, at: datetime) -> None:
    """Record that rows of the ledger left the desk."""
    record(LedgerExported(brand=brand.id, rows=rows, since=since, until=until), by=by, at=at)


def _refuse_beyond(remedy: Remedy, role: str, by: Actor) -> None:
    if remedy.proposed_by_id == by.id:
        raise SameHand(remedy.id)
    terms = terms_of(remedy.brand, remedy.currency)
    if terms is None or not terms.may_approve(role, remedy.amount):
        most = terms.approve.get(role, 0) if terms else 0
        raise OverLimit(remedy.amount, remedy.currency, most)


def _return_to_budget(remedy: Remedy) -> None:
    if remedy.decided_at is None:
        raise WrongState(remedy.state)
    month_on = month_of(remedy.brand, remedy.decided_at)
    month = RemedyMonth.objects.select_for_update().get(
        brand=remedy.brand, currency=remedy.currency, month_on=month_on
    )
    month.granted -= remedy.amount
    month.save(update_fields=["granted"])
