"""Letters that wait for the end of a customer's quiet hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case
from muhatap.cases.telling import telling_of
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor

# Decided when it was written: it leaves at once, also where a server was down until now.
_AT_ONCE = frozenset({Manner.URGENT, Manner.RECEIPT, Manner.LAW, Manner.DUE})


def quiet_until(delivery: Delivery, at: datetime) -> datetime | None:
    """When a delivery that would leave now may leave; None where it may now.

    It is asked again at every try: a server that was down must not let the night's letters go at night.
    """
    if delivery.manner in _AT_ONCE:
        return None
    case = Case.objects.select_related("brand", "customer", "first_customer").get(id=delivery.case_id)
    if delivery.recipient != case.customer_email:
        return None
    until = telling_of(case).quiet_until(at.astimezone(ZoneInfo(case.brand.zone)))
    return until.astimezone(UTC) if until else None


def wait_for_quiet_end(*, delivery: Delivery, until: datetime, by: Actor, at: datetime) -> None:
    """Put a delivery off until she may be told; that was no try."""
    with unit_of_work():
        delivery.next_try_at, delivery.manner = until, Manner.QUIET
        delivery.attempts = max(0, delivery.attempts - 1)
        delivery.save(update_fields=["next_try_at", "manner", "attempts"])


def reconsider_waiting(*, case_ids: list[int], by: Actor, at: datetime) -> int:
    """Let what waits for quiet hours be looked at anew, as she changed them; returns how many."""
    with unit_of_work():
        waiting = Delivery.objects.filter(case_id__in=case_ids, manner=Manner.QUIET)
        return waiting.filter(sent_at__isnull=True, given_up_at__isnull=True).update(next_try_at=at)
