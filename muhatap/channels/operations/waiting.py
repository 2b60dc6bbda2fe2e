"""Letters that wait for the end of a customer's quiet hours."""

from datetime import datetime, timedelta

from django.db.models import Q

from muhatap.audit.recording import unit_of_work
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.kernel.actors import Actor

# Clocks of nodes agree within seconds.
_AGREED = timedelta(minutes=1)
# No lease and no pause of the first tries is longer.
_LONGEST_OF_FIRST, _FIRST_TRIES = timedelta(minutes=5), 3


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


def hurry_what_a_clock_put_ahead(*, by: Actor, at: datetime) -> int:
    """Make due what waits for an hour that only a clock that was ahead can have named; returns how many."""
    unsent = Delivery.objects.filter(
        sent_at__isnull=True, given_up_at__isnull=True, next_try_at__gt=at, manner=""
    )
    is_of_the_future = Q(attempts=0, message__at__gt=at + _AGREED)
    waits_too_long = Q(attempts__range=(1, _FIRST_TRIES), next_try_at__gt=at + _LONGEST_OF_FIRST)
    put_ahead = list(unsent.filter(is_of_the_future | waits_too_long).values_list("id", flat=True))
    return unsent.filter(id__in=put_ahead).update(next_try_at=at) if put_ahead else 0
