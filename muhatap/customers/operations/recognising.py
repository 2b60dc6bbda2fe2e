"""Finding who writes by an address she is known by, or making her acquaintance."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.customers.models import Customer, Identity, IdentityKind
from muhatap.customers.queries import customer_id_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_email, normal_phone
from muhatap.kernel.masking import mask


@dataclass(frozen=True, slots=True)
class Contact:
    """The addresses that somebody gave or wrote from."""

    name: str = ""
    email: str = ""
    phone: str = ""
    account_no: str = ""
    language: str = "tr"
    verified: bool = False


def recognise(*, brand_id: int, contact: Contact, by: Actor, at: datetime) -> Customer:
    """The brand's customer with one of these addresses, or a new one; addresses she adds are kept.

    Only a verified address joins a case to a customer who is known already by a stronger one: an
    unverified account number or telephone never does, since anybody can type it.
    """
    email = normal_email(contact.email) or ""
    phone = normal_phone(contact.phone) or ""
    with unit_of_work() as unit:
        known = _known_by(brand_id, email, phone if contact.verified else "", contact)
        if known is not None:
            return known
        customer = Customer(
            brand_id=brand_id,
            # People paste into every field, and a name is shown on every page.
            name=mask(contact.name).text,
            email=email,
            phone=phone,
            account_no=contact.account_no,
            language=contact.language,
            created_at=at,
        )
        unit.add(customer)
        if email:
            unit.add(_identity(customer, IdentityKind.EMAIL, email, contact, at))
        elif phone and contact.verified:
            unit.add(_identity(customer, IdentityKind.PHONE, phone, contact, at))
        return customer


def _known_by(brand_id: int, email: str, phone: str, contact: Contact) -> Customer | None:
    wanted = [(IdentityKind.EMAIL, email), (IdentityKind.PHONE, phone)]
    if contact.verified:
        wanted.insert(0, (IdentityKind.ACCOUNT, contact.account_no))
    for kind, value in wanted:
        if value:
            found = customer_id_of(brand_id, kind, value)
            if found is not None:
                return Customer.objects.get(id=found)
    return None


def _identity(customer: Customer, kind: str, value: str, contact: Contact, at: datetime) -> Identity:
    return Identity(
        brand_id=customer.brand_id,
        customer=customer,
        kind=kind,
        value=value,
        verified_at=at if contact.verified else None,
    )
