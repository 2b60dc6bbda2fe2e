"""What every operation on a remedy does: hold it, ask who acts, append a line of the ledger."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.approvals.operations import NotAPerson
from muhatap.brands.models import Brand
from muhatap.cases.locking import lock
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.money.models import Remedy, RemedyEntry, RemedyState


class WrongState(Exception):
    """The remedy was decided, carried out or reversed before."""


def book(
    remedy: Remedy, what: str, *, by: Actor, at: datetime, reference: str = "", reason: str = ""
) -> RemedyEntry:
    """Append a line of the ledger."""
    return RemedyEntry.objects.create(
        brand_id=remedy.brand_id,
        remedy=remedy,
        what=what,
        amount=remedy.amount,
        currency=remedy.currency,
        at=at,
        staff_id=by.id,
        reference=reference,
        reason=reason,
    )


def role_of(by: Actor, brand: Brand) -> str:
    """The role of who acts in this brand, empty without one; `NotAPerson` for programs and customers."""
    if by.kind is not ActorKind.STAFF or by.id is None:
        raise NotAPerson(by.label)
    return scope_of(Staff.objects.get(id=by.id)).roles.get(brand.id, "")


def hold_remedy(remedy: Remedy, *states: RemedyState) -> Remedy:
    """Lock the case and the remedy and read it anew; `WrongState` where it is in none of these states."""
    lock(remedy.case)
    held = Remedy.objects.select_for_update(of=("self",)).get(id=remedy.id)
    held.case, held.brand = remedy.case, remedy.brand
    if held.state not in states:
        raise WrongState(held.state)
    return held
