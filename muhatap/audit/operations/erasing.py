"""Erasing personal fields of events: value and salt go, the digest stays in the chain."""

import json
from collections.abc import Mapping
from datetime import datetime

from muhatap.audit.archived import at_hand
from muhatap.audit.chain import dumps
from muhatap.audit.models import ErasableContent, Event
from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor


def erase_fields(
    *, stream_id: int, content: Mapping[str, str], fields: frozenset[str], by: Actor, at: datetime
) -> list[int]:
    """Erase fields of the stream's events whose lasting content has these values; returns their ids."""
    erased: list[int] = []
    with unit_of_work():
        at_hand([stream_id])
        for event in Event.objects.filter(stream_id=stream_id).exclude(digests=""):
            lasting = json.loads(event.content)
            if any(str(lasting.get(name)) != value for name, value in content.items()):
                continue
            row = ErasableContent.objects.select_for_update().filter(event_id=event.id).first()
            held = json.loads(row.fields) if row else {}
            kept = {name: part for name, part in held.items() if name not in fields}
            if row is None or len(kept) == len(held):
                continue
            row.fields = dumps(kept)
            row.save(update_fields=["fields"])
            erased.append(event.id)
    return erased
