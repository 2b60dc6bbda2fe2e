"""Whether a letter may leave at this moment, or waits for the end of its customer's quiet hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from muhatap.cases.models import Case
from muhatap.cases.statuses import Kind
from muhatap.cases.telling import telling_of
from muhatap.channels.manners import Letter, Manner, Sort
from muhatap.channels.models import Delivery

# Decided when it was written: it leaves at once, also where a server was down until now.
_AT_ONCE = frozenset({Manner.URGENT, Manner.RECEIPT, Manner.LAW, Manner.DUE})


def letter_of(case: Case, sort: Sort) -> Letter:
    """A letter of a case as `manners` weighs it."""
    return Letter(sort, case.priority == 1 or case.kind == Kind.EMERGENCY, case.next_due_at)


def quiet_until(delivery: Delivery, at: datetime) -> datetime | None:
    """When a delivery that would leave now may leave; None where it may now.

    It is asked again at every try: a server that was down must not let the evening's letters go at night.
    """
    if delivery.manner in _AT_ONCE:
        return None
    case = Case.objects.select_related("brand", "customer", "first_customer").get(id=delivery.case_id)
    if delivery.channel != "whatsapp" and delivery.recipient != case.customer_email:
        return None
    until = telling_of(case).quiet_until(at.astimezone(ZoneInfo(case.brand.zone)))
    return until.astimezone(UTC) if until else None
