"""The promises of a brand: a changed one gets a new row, so that running clocks keep the old one."""

from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.calendars.models import Calendar
from muhatap.charters.promised import promise_values
from muhatap.charters.shape import CharterDocument
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
        calendar = calendars[document.calendar_of(said)]
        values = promise_values(document, said, calendar.schedule) | {"calendar_id": calendar.id}
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
