"""What the other side tells of a message that it took: that it arrived, and that it was read."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor


def note_arrival(*, delivery: Delivery, moment: datetime, was_read: bool, by: Actor, at: datetime) -> None:
    """Note when a message arrived or was read; told late, twice or out of order, the earliest stands."""
    with unit_of_work():
        known = Delivery.objects.select_for_update().get(id=delivery.id)
        known.arrived_at = min(known.arrived_at or moment, moment)
        if was_read:
            known.read_at = min(known.read_at or moment, moment)
        known.save(update_fields=["arrived_at", "read_at"])
