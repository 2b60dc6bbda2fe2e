"""Whose a case is when two customers turn out to be one person, or not to be: it moves and says so."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import search
from muhatap.cases.events import CaseCustomerChanged
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.customers.queries import with_joined
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal, unseal

SEALED_ANSWERS = "case-fields"


def move_cases(*, customer_id: int, into_id: int, by: Actor, at: datetime) -> int:
    """Give every case of a customer to the one in whom she goes on; the number of cases that moved."""
    return _move(Case.objects.filter(customer_id=customer_id), into_id, "joined", by=by, at=at)


def move_cases_back(*, customer_id: int, from_id: int, by: Actor, at: datetime) -> int:
    """Give a parted customer the cases that came as hers; the number of cases that moved."""
    hers = Case.objects.filter(customer_id=from_id, first_customer__in=with_joined(customer_id))
    return _move(hers, customer_id, "parted", by=by, at=at)


def tell_arrival(*, case: Case, first_id: int, by: Actor, at: datetime) -> None:
    """Record that a case came as a customer's who goes on in the one whose it is."""
    record(
        CaseCustomerChanged(
            brand=case.brand_id, case=case.id, customer=case.customer_id, previous=first_id, reason="joined"
        ),
        by=by,
        at=at,
    )


def _move(rows: Iterable[Case], to: int, reason: str, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        owner = Customer.objects.get(id=to)
        moved = list(rows.select_for_update(of=("self",)).order_by("id"))
        for case in moved:
            previous = case.customer_id
            first = case.first_customer_id or previous
            case.sealed_fields = _sealed_for(to, case)
            case.customer, case.first_customer_id = owner, None if first == to else first
            case.save(update_fields=["customer", "first_customer", "sealed_fields"])
            fact = CaseCustomerChanged(
                brand=case.brand_id, case=case.id, customer=to, previous=previous, reason=reason
            )
            record(fact, by=by, at=at)
            search.refresh_case(case)
    return len(moved)


def _sealed_for(customer_id: int, case: Case) -> bytes:
    """The sealed answers bound to their new owner: they open for the customer of the case alone."""
    if not case.sealed_fields:
        return b""
    context = str(case.customer_id).encode()
    data = unseal(settings.MUHATAP_KEYRING, SEALED_ANSWERS, bytes(case.sealed_fields), context=context)
    return seal(settings.MUHATAP_KEYRING, SEALED_ANSWERS, data, context=str(customer_id).encode())
