"""To whom a reply is copied: what was typed, checked before anything is sent."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.cases.people import Person, folded
from muhatap.cases.queries import known_participant
from muhatap.channels.queries import bare_form, own_addresses
from muhatap.customers.models import Identity, IdentityKind

MOST = 20
_BETWEEN = re.compile(r"[,;\s]+")
_NAMED = re.compile(r"\s*(?P<name>[^<>,;\r\n]{0,200}?)\s*<\s*(?P<email>[^<>\s]{1,254})\s*>\s*")


@dataclass(frozen=True, slots=True)
class Copies:
    """Addresses that see each other, addresses that nobody sees, and what stands against sending.

    `others` are addresses of other customers of the brand: they get a copy only once staff confirmed it.
    """

    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def read_copies(case: Case, cc: str, bcc: str) -> Copies:
    """What was typed into Cc and Bcc as addresses, each once, without the customer's own."""
    errors: list[str] = []
    open_ones = _addresses(case, cc, errors)
    blind = _addresses(case, bcc, errors)
    for email in blind:
        if email in open_ones:
            errors.append(
                _("%(email)s stands in Cc and in Bcc. Take it out of one of them.") % {"email": email}
            )
    if len(open_ones) + len(blind) > MOST:
        errors.append(_("At most %(most)s people get copies of one reply.") % {"most": MOST})
    everybody = (*open_ones, *blind)
    return Copies(open_ones, blind, tuple(errors), of_other_customers(case, everybody))


def read_people(typed: str) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """What was typed as `Name <address>` or bare addresses, and in words what is none."""
    people: dict[str, Person] = {}
    errors: list[str] = []
    for piece in re.split(r"[,;\n]", typed):
        if not piece.strip():
            continue
        named = _NAMED.fullmatch(piece)
        # Without brackets, blanks part addresses too.
        for each in [piece] if named else _BETWEEN.split(piece.strip()):
            given = named["email"] if named else each
            email = folded(given)
            if not email:
                errors.append(_not_an_address(given))
            else:
                people[email] = Person(email, named["name"].strip("\"' ") if named else "")
    return tuple(people.values()), tuple(errors)


def own_among(case: Case, people: tuple[Person, ...]) -> tuple[str, ...]:
    """In words, which of the people are the brand's own mailboxes."""
    ours = own_addresses(case.brand)
    return tuple(_our_own(each.email) for each in people if bare_form(each.email) in ours)


def customer_among(case: Case, people: tuple[Person, ...]) -> tuple[str, ...]:
    """In words, whether the customer is among people to whom something is written without the customer."""
    customer = folded(case.customer_email)
    if not customer or customer not in {each.email for each in people}:
        return ()
    return (_("%(email)s is the customer. Write a reply on the case instead.") % {"email": customer},)


def _addresses(case: Case, typed: str, errors: list[str]) -> tuple[str, ...]:
    people, wrong = read_people(typed)
    errors += wrong
    errors += own_among(case, people)
    customer = folded(case.customer_email)
    return tuple(each.email for each in people if each.email != customer)


def of_other_customers(case: Case, emails: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the addresses are those of other customers of the brand, unless they take part already."""
    if not emails:
        return ()
    rows = Identity.objects.filter(brand_id=case.brand_id, kind=IdentityKind.EMAIL, value__in=emails)
    found = set(rows.exclude(customer_id=case.customer_id).values_list("value", flat=True))
    # Whoever takes part already was decided on before.
    return tuple(each for each in emails if each in found and known_participant(case, each) is None)


def _not_an_address(given: str) -> str:
    return _("“%(given)s” is not an e-mail address. Write it like name@example.com.") % {"given": given[:80]}


def _our_own(email: str) -> str:
    return _("%(email)s is our own mailbox; the mail would come back to us.") % {"email": email}
