"""Letters that wait for the end of a customer's quiet hours."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.kernel.actors import Actor


def wait_for_quiet_end(*, delivery: Delivery, until: datetime, by: Actor, at: datetime) -> None:
    """Put a delivery off until she may be told; that was no try."""
    with unit_of_work():
        delivery.next_try_at, delivery.manner = until, Manner.QUIET
        delivery.attempts = max(0, delivery.attempts - 1)
        delivery.save(update_fields=["next_try_at", "manner", "attempts"])


def hold(*, delivery: Delivery, because: str, by: Actor, at: datetime) -> None:
    """Leave a delivery waiting, without a next try, for what `because` names; that was no try."""
    with unit_of_work():
        delivery.state, delivery.error, delivery.next_try_at = DeliveryState.QUEUED, because, None
        delivery.attempts = max(0, delivery.attempts - 1)
        delivery.save(update_fields=["state", "error", "next_try_at", "attempts"])


def let_go_held(*, brand_id: int, channel: str, recipient: str, because: str, by: Actor, at: datetime) -> int:
    """Let what was held for this reason leave now, as it happened; returns how many."""
    with unit_of_work():
        unsent = Delivery.objects.filter(
            sent_at__isnull=True, given_up_at__isnull=True, next_try_at__isnull=True
        )
        held = unsent.filter(brand_id=brand_id, channel=channel, recipient=recipient, error=because)
        return held.update(next_try_at=at, error="")


def reconsider_waiting(*, case_ids: list[int], by: Actor, at: datetime) -> int:
    """Let what waits for quiet hours be looked at anew, as she changed them; returns how many."""
    with unit_of_work():
        waiting = Delivery.objects.filter(case_id__in=case_ids, manner=Manner.QUIET)
        return waiting.filter(sent_at__isnull=True, given_up_at__isnull=True).update(next_try_at=at)
