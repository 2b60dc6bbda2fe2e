"""Letters that wait for the end of a customer's quiet hours."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor


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
