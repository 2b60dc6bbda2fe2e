"""Putting a message on its way: one delivery for each recipient, tried until it is taken or given up."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Message
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor


def queue_delivery(
    *, case: Case, message: Message, channel: str, recipient: str, by: Actor, at: datetime
) -> Delivery:
    """Queue a message for one recipient; the background work delivers it at once."""
    with unit_of_work() as unit:
        delivery = Delivery(
            brand_id=case.brand_id,
            case=case,
            message=message,
            channel=channel,
            recipient=recipient,
            next_try_at=at,
        )
        unit.add(delivery)
    return delivery
