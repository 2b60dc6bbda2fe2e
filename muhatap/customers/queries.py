"""Reads of customers."""

from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from muhatap.customers.models import Consent, Customer, CustomerJoining, Identity, LikelySame


class Owner(NamedTuple):
    """To whom an address belongs, and whose it was where that one was joined with another since."""

    customer_id: int
    first_id: int | None
    is_proved: bool


def owner_of(brand_id: int, kind: str, value: str) -> Owner | None:
    """The customer of a brand to whom a normalised address belongs."""
    # By hand: it is asked at every intake.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customer_id, first_customer_id, verified_at IS NOT NULL FROM customers_identity "
            "WHERE brand_id = %s AND kind = %s AND value = %s",
            [brand_id, str(kind), value],
        )
        row = cursor.fetchone()
    return Owner(row[0], row[1], bool(row[2])) if row else None


def customer_id_of(brand_id: int, kind: str, value: str) -> int | None:
    """The customer of a brand to whom a normalised address belongs."""
    owner = owner_of(brand_id, kind, value)
    return owner.customer_id if owner else None


def goes_on_in(customer_id: int) -> CustomerJoining | None:
    """The joining by which a customer goes on in another one, if she does."""
    rows = CustomerJoining.objects.filter(customer_id=customer_id, parted_at__isnull=True)
    return rows.select_related("into", "joined_by").first()


def last_of(customer_id: int) -> int:
    """The id of the customer in whom this one goes on, over any number of joinings, or her own."""
    row = CustomerJoining.objects.filter(customer_id=customer_id, parted_at__isnull=True)
    into = row.values_list("into_id", flat=True).first()
    return customer_id if into is None else last_of(into)


def with_joined(customer_id: int) -> set[int]:
    """The id of a customer and those of everybody who goes on in her, over any number of joinings."""
    found, fresh = {customer_id}, {customer_id}
    while fresh:
        rows = CustomerJoining.objects.filter(into_id__in=fresh, parted_at__isnull=True)
        fresh = set(rows.values_list("customer_id", flat=True)) - found
        found |= fresh
    return found


def joinings_of(customer_ids: set[int]) -> list[CustomerJoining]:
    """Every joining of these customers, also those that were parted, newest first."""
    rows = CustomerJoining.objects.filter(Q(customer_id__in=customer_ids) | Q(into_id__in=customer_ids))
    return list(
        rows.select_related("customer", "into", "joined_by", "parted_by").order_by("-joined_at", "-id")
    )


def identities_of(customer: Customer) -> list[Identity]:
    """By which addresses a customer is known, those of whom she was joined with included."""
    rows = Identity.objects.filter(customer=customer).select_related("first_customer")
    return list(rows.order_by("kind", "id"))


def likely_same(customer: Customer) -> list[LikelySame]:
    """The open suggestions that a customer is somebody else's same person."""
    rows = LikelySame.objects.filter(Q(one=customer) | Q(other=customer), declined_at__isnull=True)
    joined = CustomerJoining.objects.filter(parted_at__isnull=True).values("customer_id")
    rows = rows.exclude(one__in=joined).exclude(other__in=joined)
    return list(rows.select_related("one", "other").order_by("seen_at", "id"))


def consent_of(customer_id: int, sort: str) -> Consent | None:
    """What a customer decided last about letters of a sort that is no service; None: she never did."""
    rows = Consent.objects.filter(customer_id=customer_id, sort=sort)
    return rows.order_by("-decided_at", "-id").first()
