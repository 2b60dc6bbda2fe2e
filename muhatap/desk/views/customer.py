"""The page of a customer: who she is, and who turned out to be the same person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.customers_seen import customer_visible_to
from muhatap.customers import operations as customers
from muhatap.customers.models import Customer
from muhatap.customers.queries import likely_same
from muhatap.desk.access.looking import note_customer_look
from muhatap.desk.customer_page import customer_face, refusal_words
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.ui.errors import error_page


@require_safe
@on_desk(Permission.READ_CASES)
def show(request: HttpRequest, staff: Staff, customer: int) -> HttpResponse:
    """Show a customer: addresses and how they were proved, cases, words, joinings and the log."""
    found = customer_visible_to(staff, customer)
    if found is None:
        return missing(request)
    note_customer_look(staff, found)
    sought = request.GET.get("with", "")[:100]
    face = customer_face(staff, found, sought, timezone.now())
    return page(request, "customer", staff, face=face, sought=sought)


@require_POST
@on_desk(Permission.JOIN_CUSTOMERS)
def join(request: HttpRequest, staff: Staff, customer: int) -> HttpResponse:
    """Let the named customer go on in this one."""
    into, other = customer_visible_to(staff, customer), _named(request, staff)
    if into is None or other is None:
        return missing(request)
    if not all(_may(staff, each) for each in (into, other)):
        return refused(request)
    try:
        customers.join_customers(
            customer=other, into=into, reason=_reason(request), by=actor(staff), at=timezone.now()
        )
    except customers.CannotJoin as refusal:
        return _unfit(request, into, refusal_words(refusal.code))
    messages.success(
        request, _("%(other)s and %(into)s are one customer now.") % {"other": other, "into": into}
    )
    return go(_place(into))


@require_POST
@on_desk(Permission.JOIN_CUSTOMERS)
def part(request: HttpRequest, staff: Staff, customer: int) -> HttpResponse:
    """Let a joined customer go her own way again."""
    found = customer_visible_to(staff, customer)
    if found is None:
        return missing(request)
    if not _may(staff, found):
        return refused(request)
    try:
        customers.part_customers(customer=found, reason=_reason(request), by=actor(staff), at=timezone.now())
    except customers.CannotJoin as refusal:
        return _unfit(request, found, refusal_words(refusal.code))
    except customers.NotJoined:
        return _unfit(request, found, _("This customer goes her own way already."))
    messages.success(
        request, _("The two are parted; each has again the cases and addresses that came as hers.")
    )
    return go(_place(found))


@require_POST
@on_desk(Permission.JOIN_CUSTOMERS)
def decline(request: HttpRequest, staff: Staff, customer: int, alike: int) -> HttpResponse:
    """Note that two who look like one person are two."""
    found = customer_visible_to(staff, customer)
    suggested = next((each for each in likely_same(found) if each.id == alike), None) if found else None
    if found is None or suggested is None:
        return missing(request)
    if not _may(staff, found):
        return refused(request)
    customers.decline_joining(alike=suggested, by=actor(staff), at=timezone.now())
    messages.success(request, _("Noted: the two are two people."))
    return go(_place(found))


def _named(request: HttpRequest, staff: Staff) -> Customer | None:
    chosen = request.POST.get("other", "")
    is_id = chosen.isascii() and chosen.isdecimal() and len(chosen) < 19
    return customer_visible_to(staff, int(chosen)) if is_id else None


def _may(staff: Staff, customer: Customer) -> bool:
    return scope_of(staff).may(Permission.JOIN_CUSTOMERS, customer.brand_id)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:500]


def _place(customer: Customer) -> str:
    return f"/desk/customers/{customer.id}/"


def _unfit(request: HttpRequest, customer: Customer, detail: str) -> HttpResponse:
    return error_page(
        request, 409, detail=detail, next_url=_place(customer), next_label=_("Back to the customer")
    )
