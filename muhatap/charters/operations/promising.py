"""The promises of a brand: a changed one gets a new row, so that running clocks keep the old one."""

from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand
from muhatap.calendars.models import Calendar
from muhatap.charters.mapping import to_plain
from muhatap.charters.shape import CharterDocument
from muhatap.charters.shape import Promise as Said
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Promise

_COMPARED = (
    "clock",
    "names",
    "target",
    "limit",
    "calendar_id",
    "schedule",
    "conditions",
    "pauses",
    "pause_cap",
    "law",
    "last_day",
    "ladder",
    "is_public",
)


def replace_promises(
    *,
    brand: Brand,
    document: CharterDocument,
    calendars: dict[str, Calendar],
    number: int,
    by: Actor,
    at: datetime,
) -> None:
    """Retire the promises that changed or are gone, and make the new ones."""
    standing = {row.code: row for row in Promise.objects.filter(brand=brand, retired_at__isnull=True)}
    for place, said in enumerate(document.promises):
        values = _values(document, said, calendars)
        known = standing.pop(said.id, None)
        if known is not None and all(getattr(known, name) == values[name] for name in _COMPARED):
            known.position = place
            known.save(update_fields=["position"])
            continue
        if known is not None:
            _retire(known, at)
        Promise.objects.create(brand=brand, code=said.id, position=place, charter_version=number, **values)
    for row in standing.values():
        _retire(row, at)


def _retire(row: Promise, at: datetime) -> None:
    row.retired_at = at
    row.save(update_fields=["retired_at"])


def _values(document: CharterDocument, said: Said, calendars: dict[str, Calendar]) -> dict[str, Any]:
    calendar = calendars[document.calendar_of(said)]
    return {
        "clock": said.clock,
        "names": to_plain(said.name),
        "target": said.target,
        "limit": said.limit,
        "calendar_id": calendar.id,
        "schedule": calendar.schedule,
        "conditions": document.conditions_of(said),
        "pauses": list(said.pauses),
        "pause_cap": said.pause_cap,
        "law": said.law,
        "last_day": said.last_day or ("stay" if said.law else ""),
        "ladder": [
            {"at": str(step.at), "do": list(step.do), "to": step.to, "tell_customer": step.tell_customer}
            for step in document.ladder.steps_of(said.clock)
        ],
        "is_public": said.public,
    }
