"""What a customer agrees to beyond service: kept with the words she read, their version and the time."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.customers.events import ConsentChanged
from muhatap.customers.models import Consent, Customer
from muhatap.customers.queries import consent_of
from muhatap.kernel.actors import Actor


def change_consent(
    *, customer: Customer, sort: str, is_given: bool, version: str, words: str, by: Actor, at: datetime
) -> Consent | None:
    """Keep that a customer agrees or no longer does; None where nothing changes."""
    with unit_of_work() as unit:
        list(Customer.objects.select_for_update().filter(id=customer.id).values_list("id"))
        known = consent_of(customer.id, sort)
        if (known is not None and known.is_given) == is_given:
            return None
        consent = Consent(
            customer=customer, sort=sort, is_given=is_given, version=version, words=words, decided_at=at
        )
        unit.add(consent)
        record(
            ConsentChanged(
                brand=customer.brand_id,
                customer=customer.id,
                sort=sort,
                is_given=is_given,
                version=version,
                words=words,
            ),
            by=by,
            at=at,
        )
    return consent
