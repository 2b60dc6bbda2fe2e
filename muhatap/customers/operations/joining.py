"""Joining two customers who are one person, and parting them again: nobody's facts are lost or rewritten.

Every address and every case remembers whose it was at first. Whose it is now follows from the joinings
alone, so they can be taken back in any order.
"""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.customers.events import CustomersJoined, CustomersParted, JoiningDeclined
from muhatap.customers.models import Customer, CustomerJoining, Identity, LikelySame
from muhatap.customers.queries import last_of, with_joined
from muhatap.kernel.actors import Actor, ActorKind


class CannotJoin(Exception):
    """Two customers cannot become one; `code` is `same`, `brand`, `joined`, `erased` or `reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotJoined(Exception):
    """The customer goes her own way, so there is nothing to part."""


def join_customers(
    *, customer: Customer, into: Customer, reason: str, by: Actor, at: datetime
) -> CustomerJoining:
    """Let a customer go on in another one of her brand; `CannotJoin` says why the two stay two."""
    with unit_of_work() as unit:
        _lock(customer, into)
        _refuse(customer, into, reason)
        unit.flush()
        joining = CustomerJoining.objects.create(
            customer=customer, into=into, reason=reason.strip(), joined_at=at, joined_by_id=_staff(by)
        )
        moved = _move(Identity.objects.filter(customer=customer), into.id)
        for here, other in ((into, customer), (customer, into)):
            record(
                CustomersJoined(
                    brand=here.brand_id,
                    customer=here.id,
                    other=other.id,
                    is_lead=here is into,
                    reason=joining.reason,
                    identities=moved,
                ),
                by=by,
                at=at,
            )
    return joining


def part_customers(*, customer: Customer, reason: str, by: Actor, at: datetime) -> CustomerJoining:
    """Let a joined customer go her own way again with what was hers at first; `NotJoined` otherwise."""
    with unit_of_work() as unit:
        row = CustomerJoining.objects.filter(customer=customer, parted_at__isnull=True).first()
        if row is None:
            raise NotJoined(customer.id)
        _lock(customer, row.into)
        joining = (
            CustomerJoining.objects.select_for_update(of=("self",))
            .select_related("customer", "into")
            .filter(id=row.id, parted_at__isnull=True)
            .first()
        )
        if joining is None:
            raise NotJoined(customer.id)
        if not reason.strip():
            raise CannotJoin("reason")
        unit.flush()
        hers = with_joined(customer.id)
        joining.part_reason, joining.parted_at, joining.parted_by_id = reason.strip(), at, _staff(by)
        joining.save(update_fields=["part_reason", "parted_at", "parted_by"])
        owner = last_of(joining.into_id)
        moved = _move(Identity.objects.filter(customer_id=owner, first_customer__in=hers), customer.id)
        for here, other in ((joining.into, customer), (customer, joining.into)):
            record(
                CustomersParted(
                    brand=here.brand_id,
                    customer=here.id,
                    other=other.id,
                    is_lead=here is joining.into,
                    reason=joining.part_reason,
                    identities=moved,
                    joined_at=joining.joined_at,
                ),
                by=by,
                at=at,
            )
    return joining


def decline_joining(*, alike: LikelySame, by: Actor, at: datetime) -> None:
    """Note that two who look like one person are two; twice is once."""
    with unit_of_work():
        if not LikelySame.objects.filter(id=alike.id, declined_at__isnull=True).update(declined_at=at):
            return
        for here, other in ((alike.one_id, alike.other_id), (alike.other_id, alike.one_id)):
            record(JoiningDeclined(brand=alike.brand_id, customer=here, other=other), by=by, at=at)


def _refuse(customer: Customer, into: Customer, reason: str) -> None:
    if customer.id == into.id:
        raise CannotJoin("same")
    if customer.brand_id != into.brand_id:
        raise CannotJoin("brand")
    if customer.erased_at or into.erased_at:
        raise CannotJoin("erased")
    # Whoever goes on in somebody is no goal of her own, so joinings are trees and never rings.
    if CustomerJoining.objects.filter(customer__in=[customer, into], parted_at__isnull=True).exists():
        raise CannotJoin("joined")
    if not reason.strip():
        raise CannotJoin("reason")


def _lock(*customers: Customer) -> None:
    ids = [each.id for each in customers]
    list(Customer.objects.select_for_update().filter(id__in=ids).order_by("id").values_list("id"))


def _move(rows: Iterable[Identity], to: int) -> tuple[int, ...]:
    moved = list(rows)
    for identity in moved:
        first = identity.first_customer_id or identity.customer_id
        identity.customer_id, identity.first_customer_id = to, None if first == to else first
    Identity.objects.bulk_update(moved, ["customer", "first_customer"])
    return tuple(sorted(each.id for each in moved))


def _staff(by: Actor) -> int | None:
    return by.id if by.kind == ActorKind.STAFF else None
