"""Calls of the demo: promised, tried and made; and customers who wish to be told in their own way."""

from datetime import datetime, time, timedelta

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.call_models import Outcome
from muhatap.channels.call_queries import slots_of
from muhatap.customers.telling import By, Telling
from muhatap.kernel.actors import Actor

_WISHES = (
    Telling(By.EMAIL, is_large=True, quiet=(time(21, 30), time(8, 30))),
    Telling(By.PHONE, quiet=(time(20, 0), time(9, 0))),
    Telling(By.PAGE),
)
_SAID = "Müşteri öğleden sonra aranmak istedi; dekontu akşam gönderecek."


def promise_calls(brand: Brand, staff: dict[str, Staff], at: datetime) -> None:
    """Promise calls on open cases, one of them tried already, and keep some wishes."""
    rows = Case.objects.select_related("brand", "customer").filter(brand=brand, is_open=True)
    found = list(rows.exclude(customer__phone="").order_by("-received_at", "id")[:4])
    for case, telling in zip(found, _WISHES, strict=False):
        by = Actor.customer(case.customer_id)
        cases.prefer(case=case, telling=telling, language=case.language, is_everywhere=False, by=by, at=at)
    caller = Actor.staff(next(iter(staff.values())).pk)
    for place, case in enumerate(found[1:]):
        slots = slots_of(brand, at, case)
        if not slots:
            return
        callback = channels.promise_callback(
            case=case,
            phone=case.customer.phone,
            begins_at=slots[min(place, len(slots) - 1)].begins_at,
            by=Actor.customer(case.customer_id),
            at=at,
        )
        if place == 0:
            attempt = channels.begin_call(callback=callback, by=caller, at=at)
            told = channels.Told(Outcome.OTHER_TIME, _SAID, slots[min(3, len(slots) - 1)].begins_at)
            channels.note_call(attempt=attempt, told=told, by=caller, at=at + timedelta(seconds=40))
