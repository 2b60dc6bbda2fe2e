"""Finding who writes by an address she is known by, or making her acquaintance."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import UnitOfWork, unit_of_work
from muhatap.customers.models import Customer, Identity, IdentityKind, LikelySame
from muhatap.customers.queries import owner_of
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
            if contact.verified:
                _keep_proved(unit, known, _addresses(email, phone, contact), at)
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
        if contact.verified:
            _keep_proved(unit, customer, _addresses(email, phone, contact), at)
        elif email:
            unit.add(_identity(customer, IdentityKind.EMAIL, email, None))
        return customer


def prove_identity(*, customer: Customer, kind: str, value: str, by: Actor, at: datetime) -> None:
    """Keep that a customer proved a normalised address or number to be hers.

    If somebody else proved it before, nothing moves: the two are suggested to staff as one person.
    """
    with unit_of_work() as unit:
        _keep_proved(unit, customer, [(kind, value)], at)


def _keep_proved(unit: UnitOfWork, customer: Customer, proved: list[tuple[str, str]], at: datetime) -> None:
    for kind, value in proved:
        owner = owner_of(customer.brand_id, kind, value)
        if owner is None:
            unit.add(_identity(customer, kind, value, at))
        elif owner.customer_id != customer.id:
            # What somebody only typed says nothing of who she is.
            if owner.is_proved:
                _suggest(unit, customer, owner.customer_id, kind, value, at)
        elif not owner.is_proved:
            rows = Identity.objects.filter(brand_id=customer.brand_id, kind=kind, value=value)
            rows.update(verified_at=at)


def _suggest(
    unit: UnitOfWork, customer: Customer, other_id: int, kind: str, value: str, at: datetime
) -> None:
    one, other = sorted((customer.id, other_id))
    alike = {"one_id": one, "other_id": other, "kind": kind, "value": value}
    if not LikelySame.objects.filter(**alike).exists():
        unit.add(LikelySame(brand_id=customer.brand_id, seen_at=at, **alike))


def _known_by(brand_id: int, email: str, phone: str, contact: Contact) -> Customer | None:
    wanted = [(IdentityKind.EMAIL, email), (IdentityKind.PHONE, phone)]
    if contact.verified:
        wanted.insert(0, (IdentityKind.ACCOUNT, contact.account_no))
    for kind, value in wanted:
        if not value:
            continue
        owner = owner_of(brand_id, kind, value)
        if owner is not None:
            known = Customer.objects.get(id=owner.customer_id)
            known.known_as = owner.first_id
            return known
    return None


def _addresses(email: str, phone: str, contact: Contact) -> list[tuple[str, str]]:
    given = [
        (IdentityKind.EMAIL, email),
        (IdentityKind.PHONE, phone),
        (IdentityKind.ACCOUNT, contact.account_no.strip()),
    ]
    return [(kind, value) for kind, value in given if value]


def _identity(customer: Customer, kind: str, value: str, verified_at: datetime | None) -> Identity:
    return Identity(
        brand_id=customer.brand_id, customer=customer, kind=kind, value=value, verified_at=verified_at
    )
