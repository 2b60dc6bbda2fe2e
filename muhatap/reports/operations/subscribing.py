"""Reports by mail: who gets one, and when the next one goes."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.reports.models import Subscription
from muhatap.reports.periods import next_moment

EVERY = ("day", "week", "month")


def subscribe(*, staff: Staff, brand: Brand, every: str, by: Actor, at: datetime) -> Subscription:
    """Send her the report of the day, week or month before, at eight in the brand's zone."""
    if every not in EVERY:
        raise ValueError(every)
    with unit_of_work():
        found, _ = Subscription.objects.get_or_create(
            staff=staff,
            brand=brand,
            every=every,
            ended_at=None,
            defaults={"next_at": next_moment(every, at, brand.zone)},
        )
    return found


def end_subscription(*, subscription: Subscription, by: Actor, at: datetime) -> None:
    """Send it no more."""
    with unit_of_work():
        Subscription.objects.filter(id=subscription.id, ended_at__isnull=True).update(ended_at=at)


def note_sent(*, subscription: Subscription, by: Actor, at: datetime) -> None:
    """Plan the next one after one was sent."""
    with unit_of_work():
        Subscription.objects.filter(id=subscription.id).update(
            sent_at=at, next_at=next_moment(subscription.every, at, subscription.brand.zone)
        )
