"""Customers who decline letters that they need not get."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.channels.events import MailDeclined, MailWanted
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor


def decline_mail(*, case: Case, kind: str, by: Actor, at: datetime) -> bool:
    """Send the case's customer no more letters of this sort; False when she declined them before."""
    with unit_of_work():
        customer = Customer.objects.select_for_update().get(id=case.customer_id)
        if customer.preferences.get(kind) is False:
            return False
        customer.preferences = {**customer.preferences, kind: False}
        customer.save(update_fields=["preferences"])
        record(MailDeclined(brand=case.brand_id, case=case.id, customer=customer.id, sort=kind), by=by, at=at)
    return True


def want_mail(*, case: Case, kind: str, by: Actor, at: datetime) -> bool:
    """Send the case's customer letters of this sort again; False when she had not declined them."""
    with unit_of_work():
        customer = Customer.objects.select_for_update().get(id=case.customer_id)
        if customer.preferences.get(kind) is not False:
            return False
        customer.preferences = {name: said for name, said in customer.preferences.items() if name != kind}
        customer.save(update_fields=["preferences"])
        record(MailWanted(brand=case.brand_id, case=case.id, customer=customer.id, sort=kind), by=by, at=at)
    return True
