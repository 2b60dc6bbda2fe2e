"""Sealing closed cases of a year into a file of the archive."""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Max

from muhatap.audit.chain import GENESIS, Link, link_hash
from muhatap.audit.events import ArchiveSealed
from muhatap.audit.models import ArchivedStream, ArchiveSet, Stream
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.archive import places
from muhatap.cases.archive.parcels import Parcel, parcels_of
from muhatap.cases.archive.proving import list_path, root_of
from muhatap.cases.archive.returning import PURPOSE, context_of, locked
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical
from muhatap.kernel.parquet import write_parquet
from muhatap.kernel.sealing import ItemKey

FORMAT = 1
_TOLD = (
    *("kind", "channel", "language", "priority", "closed_reason", "message_count", "received_at"),
    *("resolved_at", "closed_at"),
)


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A part that was written, and the cases whose chain did not hold, which stay where they are."""

    part: ArchiveSet | None
    broken: list[str]


def seal_part(*, brand: Brand, year: int, case_ids: Sequence[int], by: Actor, at: datetime) -> SealedPart:
    """Write these cases into one sealed file, with a list of it in the chain; the live rows stay as yet.

    A case that is written on meanwhile is in the file without a key, so it lies there for nobody.
    """
    cases = Case.objects.select_related("topic").in_bulk(list(case_ids))
    streams = Stream.objects.filter(archived_length__isnull=True).in_bulk(list(cases))
    parcels = parcels_of(streams)
    sound = [key for key in sorted(streams) if _holds(streams[key], parcels[key])]
    broken = [cases[key].number for key in sorted(streams.keys() - set(sound))]
    if not sound:
        return SealedPart(None, broken)
    newest = ArchiveSet.objects.filter(brand_id=brand.id, year=year).aggregate(last=Max("part"))["last"]
    part = ArchiveSet(brand_id=brand.id, year=year, part=(newest or 0) + 1, sealed_at=at)
    # Two that run at once never write the same file; only one of them gets the number.
    part.path = f"{brand.code}/{year}/{part.part:04}-{part.id:x}.parquet"
    rows = _write(part, brand, [cases[key] for key in sound], streams, parcels)
    with unit_of_work() as unit:
        now = locked(sound)
        whole = [row for row in rows if now[row.stream_id].length == row.length]
        Stream.objects.filter(id__in=[row.stream_id for row in whole]).update(archived_length=F("length"))
        unit.add(part, *whole)
        record(
            ArchiveSealed(
                brand=brand.id,
                year=year,
                path=part.path,
                sha256=part.sha256,
                list_sha256=part.list_sha256,
                root=part.root,
                cases=part.cases,
                events=part.events,
            ),
            by=by,
            at=at,
        )
    return SealedPart(part, broken)


def _write(
    part: ArchiveSet,
    brand: Brand,
    cases: Sequence[Case],
    streams: Mapping[int, Stream],
    parcels: Mapping[int, Parcel],
) -> list[ArchivedStream]:
    sealed: list[bytes] = []
    rows = [ArchivedStream(stream_id=case.id, set_id=part.id) for case in cases]
    for row in rows:
        key, context = ItemKey.new(), context_of(row)
        row.wrapped_key = key.wrap(settings.MUHATAP_KEYRING, PURPOSE, context)
        row.length = streams[row.stream_id].length
        sealed.append(key.seal(parcels[row.stream_id].packed(), context))
        row.size = len(sealed[-1])
    file = io.BytesIO()
    told = list(_told(brand, cases, streams, sealed))
    for row, place in zip(rows, write_parquet([told], file), strict=True):
        row.place = place
    data = file.getvalue()
    listed = [
        [
            str(row.stream_id), row.length, streams[row.stream_id].head, row.place, row.size,
            hashlib.sha256(each).hexdigest(),
        ]
        for row, each in zip(rows, sealed, strict=True)
    ]  # fmt: skip
    part.size, part.sha256 = len(data), hashlib.sha256(data).hexdigest()
    part.cases, part.events, part.root = len(rows), sum(row.length for row in rows), root_of(listed)
    words = canonical({
        "format": FORMAT, "brand": brand.code, "year": part.year, "path": part.path, "sha256": part.sha256,
        "size": part.size, "events": part.events, "root": part.root, "cases": listed,
    })  # fmt: skip
    part.list_sha256 = hashlib.sha256(words).hexdigest()
    places.put(part.path, data)
    places.put(list_path(part.path), words)
    return rows


def _told(
    brand: Brand, cases: Sequence[Case], streams: Mapping[int, Stream], sealed: Sequence[bytes]
) -> Iterator[dict[str, object]]:
    """The columns that anybody may read who has the file: nothing in them is about a person."""
    for case, data in zip(cases, sealed, strict=True):
        values = {name: getattr(case, name) for name in _TOLD}
        yield {
            "case_id": case.id,
            "number": case.number,
            "brand": brand.code,
            "topic": case.topic.code if case.topic else "",
            **{
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in values.items()
            },
            "events": streams[case.id].length,
            "head": streams[case.id].head,
            "sealed": data,
        }


def _holds(stream: Stream, parcel: Parcel) -> bool:
    """Whether the chain is whole as it goes: nothing false is sealed as if it were true."""
    before = GENESIS
    for place, row in enumerate(parcel.events, 1):
        (event_id, _, seq, kind, schema, at, _, actor_kind, actor_id, label, content, digests,
         previous, own) = row  # fmt: skip
        link = Link(
            event_id, stream.kind, stream.id, seq, kind, schema, at,
            actor_kind, actor_id, label, content, digests,
        )  # fmt: skip
        if seq != place or previous != before or link_hash(link, previous) != own:
            return False
        before = own
    return stream.length == len(parcel.events) and stream.head == before
