"""Answers that a customer wished to be told by telephone: told when somebody reached her."""

import hashlib
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.channels.events import MessageDelivered
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.voices import spoken
from muhatap.kernel.actors import Actor


def note_told(*, case: Case, by: Actor, at: datetime) -> int:
    """Note that the customer was told all answers that waited for a call; returns how many."""
    with unit_of_work():
        waiting = Delivery.objects.select_for_update(of=("self",)).select_related("message")
        rows = waiting.filter(case=case, channel="phone", sent_at__isnull=True, given_up_at__isnull=True)
        told = list(rows.order_by("id"))
        for delivery in told:
            delivery.state, delivery.sent_at, delivery.error = DeliveryState.SENT, at, ""
            delivery.rendered_sha256 = hashlib.sha256(spoken(delivery.message.text)).hexdigest()
            delivery.save(update_fields=["state", "sent_at", "error", "rendered_sha256"])
            is_automatic = delivery.message.author == Author.AUTOMATIC
            record(
                MessageDelivered(
                    brand=delivery.brand_id,
                    case=delivery.case_id,
                    message=delivery.message_id,
                    delivery=delivery.id,
                    channel=delivery.channel,
                    author="automatic" if is_automatic else "staff",
                    rendered=delivery.rendered_sha256,
                ),
                by=by,
                at=at,
            )
    return len(told)
