"""Customers as staff may see them: by the cases that they may read, or whole brands by role."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import cases_visible_to, reach_of
from muhatap.cases.statuses import Author
from muhatap.customers.models import Customer
from muhatap.customers.queries import with_joined

_CASES_AT_MOST = 50
_MESSAGES_AT_MOST = 20
_FOUND_AT_MOST = 8


def customers_visible_to(staff: Staff) -> QuerySet[Customer]:
    """The customers a member of staff may see: those of whom she may read a case, or all of the brand."""
    whole, partly, _teams, _own = reach_of(staff)
    hers = cases_visible_to(staff).filter(
        Q(customer=OuterRef("pk")) | Q(first_customer=OuterRef("pk")), brand_id__in=partly
    )
    return Customer.objects.filter(Q(brand_id__in=whole) | Q(Exists(hers), brand_id__in=partly))


def customer_visible_to(staff: Staff, customer_id: int) -> Customer | None:
    """The customer with this id, if the member of staff may see her."""
    return customers_visible_to(staff).select_related("brand").filter(id=customer_id).first()


def customers_to_join(staff: Staff, customer: Customer, words: str) -> list[Customer]:
    """Whom she could be joined with: by case number, address, telephone, account number or first letters."""
    typed = words.strip()[:100]
    if not typed or not scope_of(staff).may(Permission.JOIN_CUSTOMERS, customer.brand_id):
        return []
    by = Q(email__iexact=typed) | Q(phone=typed) | Q(account_no=typed) | Q(cases__number=typed)
    if len(typed) > 2:
        by |= Q(name__istartswith=typed)
    ids = customers_visible_to(staff).filter(by, brand_id=customer.brand_id).values_list("id", flat=True)
    mine = with_joined(customer.id)
    found = Customer.objects.filter(id__in=[each for each in set(ids[:50]) if each not in mine])
    return list(found.order_by("name", "id")[:_FOUND_AT_MOST])


def cases_of(staff: Staff, customer: Customer) -> list[Case]:
    """The customer's cases that she may read, newest first."""
    rows = cases_visible_to(staff).filter(Q(customer=customer) | Q(first_customer=customer))
    shown = rows.select_related("first_customer").only(
        *("id", "number", "subject", "channel", "received_at", "status", "closed_reason", "is_open"),
        *("first_customer__name", "first_customer__email", "customer_id"),
    )
    return list(shown.order_by("-received_at", "-id")[:_CASES_AT_MOST])


def words_with(cases: list[Case]) -> list[Message]:
    """What the customer and staff wrote to one another last on these cases, newest first; never a note."""
    rows = Message.objects.filter(case__in=cases, author__in=(Author.CUSTOMER, Author.STAFF))
    shown = rows.select_related("case", "staff").defer("html", "quoted", "case__fields", "case__notices")
    return list(shown.order_by("-at", "-id")[:_MESSAGES_AT_MOST])
