"""What the page of a customer shows: who she is, how that is known, and what went on with her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Event
from muhatap.cases.customers_seen import cases_of, customer_visible_to, customers_to_join, words_with
from muhatap.cases.models import Case, Message
from muhatap.channels.models import Delivery
from muhatap.customers.models import Customer, CustomerJoining, Identity, IdentityKind, LikelySame
from muhatap.customers.queries import goes_on_in, identities_of, joinings_of, likely_same, with_joined
from muhatap.desk.deliveries import DeliveryFace, delivery_face
from muhatap.desk.wording import status_words
from muhatap.dossiers.wording import actor_words, fact_words
from muhatap.routing.queries import manager_of

_EVENTS_AT_MOST = 50
_LETTERS_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class CustomerFace:
    """A customer as her page shows her."""

    customer: Customer
    joined: CustomerJoining | None
    identities: Sequence[Identity]
    cases: Sequence[tuple[Case, str]]
    words: Sequence[Message]
    history: Sequence[CustomerJoining]
    alike: Sequence[tuple[LikelySame, Customer, str]]
    log: Sequence[tuple[Event, str, str]]
    found: Sequence[Customer]
    letters: Sequence[tuple[Delivery, DeliveryFace]]
    manager: str
    may_join: bool


def customer_face(staff: Staff, customer: Customer, sought: str, at: datetime) -> CustomerFace:
    """Everything that a customer's page shows to this member of staff; `sought` is whom she looks for."""
    may_join = scope_of(staff).may(Permission.JOIN_CUSTOMERS, customer.brand_id)
    joined = goes_on_in(customer.id)
    cases = cases_of(staff, customer)
    manager = manager_of(joined.into_id if joined else customer.id)
    return CustomerFace(
        customer=customer,
        joined=joined,
        identities=identities_of(customer),
        cases=[(each, status_words(each.status)) for each in cases],
        words=words_with(cases),
        history=joinings_of(with_joined(customer.id)),
        alike=_alike(staff, customer) if not joined else (),
        log=log_of(customer),
        letters=[(each, delivery_face(each, at)) for each in _letters(cases)],
        found=customers_to_join(staff, customer, sought) if may_join and not joined else (),
        manager=manager.staff.name if manager else "",
        may_join=may_join,
    )


def refusal_words(code: str) -> str:
    """Why two customers stay two, and what to do instead."""
    match code:
        case "same":
            return _("This is one customer already.")
        case "brand":
            return _("The two are customers of different brands, and those never know of one another.")
        case "joined":
            return _(
                "One of the two goes on in another customer already. Join that one, or part the two first."
            )
        case "erased":
            return _("What was known of this customer was lawfully erased, so she cannot be joined.")
        case _:
            return _("Say how you know that, so that others can follow it later.")


def log_of(customer: Customer) -> list[tuple[Event, str, str]]:
    """The facts about a customer herself, newest first: the event, what happened and who did it."""
    events = list(Event.objects.filter(stream_id=customer.id).order_by("-seq")[:_EVENTS_AT_MOST])
    ids = {each.actor_id for each in events if each.actor_kind == "staff"}
    names = dict(Staff.objects.filter(id__in=ids).values_list("id", "name"))
    return [
        (each, fact_words(each.kind), actor_words(each.actor_kind, names.get(each.actor_id or 0, "")))
        for each in events
    ]


def _letters(cases: Sequence[Case]) -> Sequence[Delivery]:
    """What went out on these cases over every channel, newest first; side conversations are apart."""
    rows = Delivery.objects.filter(case__in=cases, message__side__isnull=True).select_related("case")
    shown = rows.only(
        *("id", "channel", "recipient", "state", "attempts", "next_try_at", "sent_at", "given_up_at"),
        *("complained_at", "error", "case__number"),
    )
    return shown.order_by("-id")[:_LETTERS_AT_MOST]


def _alike(staff: Staff, customer: Customer) -> list[tuple[LikelySame, Customer, str]]:
    found = []
    for alike in likely_same(customer):
        other = alike.other if alike.one_id == customer.id else alike.one
        # Whom she may not see is not suggested either: already the name would tell.
        if customer_visible_to(staff, other.id) is not None:
            found.append((alike, other, _same_words(alike)))
    return found


def _same_words(alike: LikelySame) -> str:
    said = {"value": alike.value}
    match alike.kind:
        case IdentityKind.ACCOUNT:
            return _("Both proved the customer number %(value)s.") % said
        case IdentityKind.PHONE:
            return _("Both proved the telephone %(value)s.") % said
        case _:
            return _("Both proved the address %(value)s.") % said
