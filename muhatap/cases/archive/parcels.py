"""What of a case goes into the archive: its events with what hangs on them, and the words of its messages.

The rows themselves of messages and originals stay, because other tables point at them; only what is heavy in
them goes.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from muhatap.audit.chain import stamp
from muhatap.audit.inserting import insert_values
from muhatap.audit.models import ErasableContent, Event, ListenerRun, Publication

_AT = [each.attname for each in Event._meta.concrete_fields].index("at")
_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Heavy:
    """Columns that are emptied here while they lie there; `spared` are rows that were erased meanwhile."""

    table: str
    empty: Mapping[str, Any]
    spared: Q

    @property
    def model(self) -> type[models.Model]:
        """The table; by name, because one of them stands a floor above."""
        return apps.get_model(self.table)

    @property
    def is_empty(self) -> Q:
        """Rows of which nothing lies here."""
        return Q(**self.empty)


HEAVY = (
    Heavy("cases.Message", {"text": "", "html": "", "quoted": ""}, Q(erased_at__isnull=False)),
    Heavy("channels.VaultItem", {"sealed": b""}, Q(wrapped_key=b"")),
)

Bodies = dict[str, dict[int, list[Any]]]


@dataclass(slots=True)
class Parcel:
    """The rows of one stream that go into the archive, as they stand in the tables."""

    events: list[tuple[Any, ...]] = field(default_factory=list)
    erasable: dict[int, str] = field(default_factory=dict)
    published: dict[int, int | None] = field(default_factory=dict)
    bodies: Bodies = field(default_factory=lambda: {each.table: {} for each in HEAVY})

    def packed(self) -> bytes:
        """Its bytes: the same rows always make the same."""
        told = {
            "events": [[*row[:_AT], stamp(row[_AT]), *row[_AT + 1 :]] for row in self.events],
            "erasable": sorted(self.erasable.items()),
            "published": sorted(self.published.items()),
            "bodies": {name: sorted(rows.items()) for name, rows in sorted(self.bodies.items())},
        }
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_binary)
        return zlib.compress(text.encode(), 6)

    @classmethod
    def unpacked(cls, data: bytes) -> "Parcel":
        """The rows again."""
        told = json.loads(zlib.decompress(data))
        return cls(
            events=[
                (*row[:_AT], datetime.fromisoformat(row[_AT]), *row[_AT + 1 :]) for row in told["events"]
            ],
            erasable=dict(told["erasable"]),
            published=dict(told["published"]),
            bodies={
                name: {key: [_plain(value) for value in values] for key, values in rows}
                for name, rows in told["bodies"].items()
            },
        )


def parcels_of(stream_ids: Iterable[int]) -> dict[int, Parcel]:
    """What of these cases stands in the live tables, read in few statements."""
    ids = list(stream_ids)
    parcels = {stream_id: Parcel() for stream_id in ids}
    homes: dict[int, int] = {}
    for row in Event.objects.filter(stream_id__in=ids).order_by("stream_id", "seq").values_list():
        parcels[row[1]].events.append(row)
        homes[row[0]] = row[1]
    known = list(homes)
    for start in range(0, len(known), _IDS_AT_ONCE):
        some = known[start : start + _IDS_AT_ONCE]
        for key, fields in ErasableContent.objects.filter(event_id__in=some).values_list():
            parcels[homes[key]].erasable[key] = fields
        for key, seq in Publication.objects.filter(event_id__in=some).values_list():
            parcels[homes[key]].published[key] = seq
    for heavy in HEAVY:
        rows = heavy.model._base_manager.filter(case_id__in=ids).exclude(heavy.is_empty)
        for case_id, key, *values in rows.values_list("case_id", "id", *heavy.empty):
            parcels[case_id].bodies[heavy.table][key] = [_bytes(value) for value in values]
    return parcels


def put_back(parcel: Parcel) -> None:
    """Put its rows into the live tables again; what was erased or written meanwhile has the last word."""
    insert_values(Event, parcel.events)
    insert_values(ErasableContent, list(parcel.erasable.items()))
    insert_values(Publication, list(parcel.published.items()))
    for heavy in HEAVY:
        for key, values in parcel.bodies[heavy.table].items():
            rows = heavy.model._base_manager.filter(heavy.is_empty, id=key).exclude(heavy.spared)
            rows.update(**dict(zip(heavy.empty, values, strict=True)))


def take_away(parcels: Mapping[int, Parcel]) -> None:
    """Remove these rows from the live tables; what became of their listeners is forgotten."""
    known = [row[0] for parcel in parcels.values() for row in parcel.events]
    for start in range(0, len(known), _IDS_AT_ONCE):
        some = known[start : start + _IDS_AT_ONCE]
        for table in (ErasableContent, Publication, ListenerRun):
            table._base_manager.filter(event_id__in=some).delete()
        Event._base_manager.filter(id__in=some).delete()
    for heavy in HEAVY:
        keys = [key for parcel in parcels.values() for key in parcel.bodies[heavy.table]]
        for start in range(0, len(keys), _IDS_AT_ONCE):
            some = keys[start : start + _IDS_AT_ONCE]
            heavy.model._base_manager.filter(id__in=some).update(**heavy.empty)


def _bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else value


def _binary(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return {"b64": b64encode(bytes(value)).decode()}
    raise TypeError(type(value).__name__)


def _plain(value: Any) -> Any:
    return b64decode(value["b64"]) if isinstance(value, dict) else value
