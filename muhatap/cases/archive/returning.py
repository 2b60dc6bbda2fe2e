"""Reading cases out of the archive, bringing them back, and putting them away again."""

import zlib
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import transaction

from muhatap.audit.archived import Away, BrokenArchive
from muhatap.audit.models import ArchivedStream, ArchiveSet, Stream
from muhatap.audit.turns import Portions, write_turn
from muhatap.cases.archive import places
from muhatap.cases.archive.parcels import Parcel, parcels_of, put_back, take_away
from muhatap.kernel.keyring import UnknownKey
from muhatap.kernel.sealing import ItemKey, Tampered

PURPOSE = "archive"
_AT_ONCE = 100


class CasesArchive:
    """The archive as the record asks it; see `muhatap.audit.archived`."""

    def read(self, stream_ids: Iterable[int]) -> Away:
        """The events of those streams that lie in the archive alone, or why they cannot be read."""
        away = Away()
        for row, path in _rows(stream_ids, is_back=False):
            try:
                parcel = parcel_in(row, path)
                away.rows[row.stream_id] = [(each, parcel.erasable.get(each[0])) for each in parcel.events]
            except BrokenArchive as error:
                away.broken[row.stream_id] = str(error)
        return away

    def bring_back(self, stream_ids: Iterable[int]) -> None:
        """Put their rows back into the live tables; BrokenArchive where they cannot be read."""
        ids = sorted(stream_ids)
        with write_turn(), transaction.atomic():
            locked(ids)
            for row, path in _rows(ids, is_back=False):
                put_back(parcel_in(row, path))
                ArchivedStream.objects.filter(stream_id=row.stream_id).update(is_back=True)

    def leave(self, stream_ids: Iterable[int]) -> None:
        """Bring them back for good; the archive's copy has no key from now on."""
        ids = sorted(stream_ids)
        with write_turn(), transaction.atomic():
            self.bring_back(ids)
            forget(ids)


ARCHIVE = CasesArchive()


def locked(ids: Iterable[int]) -> dict[int, Stream]:
    """The streams, held until the commit, so that nobody writes on or moves them meanwhile."""
    return {row.id: row for row in Stream.objects.select_for_update().filter(id__in=ids).order_by("id")}


def forget(ids: Iterable[int]) -> None:
    """Let the archive know nothing of these streams any more."""
    ArchivedStream.objects.filter(stream_id__in=ids).delete()
    Stream.objects.filter(id__in=ids).update(archived_length=None)


def parcel_in(row: ArchivedStream, path: str) -> Parcel:
    """What lies in the archive of one case; BrokenArchive when it is not what was sealed."""
    try:
        key = ItemKey.unwrap(settings.MUHATAP_KEYRING, PURPOSE, bytes(row.wrapped_key), context_of(row))
        return Parcel.unpacked(key.unseal(places.read_piece(path, row.place, row.size), context_of(row)))
    except places.NoSuchPart as error:
        raise BrokenArchive(f"{path} is missing or cut short") from error
    except (Tampered, UnknownKey) as error:
        raise BrokenArchive(f"{path} was changed, or its key is missing") from error
    except (zlib.error, ValueError, LookupError, TypeError) as error:
        raise BrokenArchive(f"{path} cannot be read") from error


def context_of(row: ArchivedStream) -> bytes:
    """What a sealed case is bound to: its own stream."""
    return str(row.stream_id).encode()


def bodies_away(case_ids: Iterable[int]) -> dict[int, list[str]]:
    """By message, the text, HTML and quoted part of those that lie in the archive alone."""
    found: dict[int, list[str]] = {}
    for row, path in _rows(case_ids, is_back=False):
        found |= parcel_in(row, path).bodies["cases.Message"]
    return found


def put_away(*, limit: int) -> tuple[int, int]:
    """Empty the live tables of what lies in the archive too; how many cases went, and how many stay for good.

    A case that was written on meanwhile leaves the archive. Nothing is removed before what lies there was
    read back and found the same.
    """
    waiting = ArchivedStream.objects.filter(is_back=True).order_by("stream_id")
    ids = list(waiting.values_list("stream_id", flat=True)[:limit])
    gone, left, portions = 0, ids, Portions(_AT_ONCE)
    while left:
        some, left = left[: portions.size], left[portions.size :]
        with portions.turn():
            streams = locked(some)
            rows = {row.stream_id: (row, path) for row, path in _rows(some, is_back=True)}
            same = dict(_same(rows, streams))
            forget([each for each in rows if each not in same])
            take_away(same)
            ArchivedStream.objects.filter(stream_id__in=list(same)).update(is_back=False)
        gone += len(same)
    return gone, len(ids) - gone


def _same(
    rows: Mapping[int, tuple[ArchivedStream, str]], streams: Mapping[int, Stream]
) -> Iterator[tuple[int, Parcel]]:
    here = parcels_of(rows)
    for stream_id, (row, path) in rows.items():
        if streams[stream_id].length == row.length and here[stream_id] == parcel_in(row, path):
            yield stream_id, here[stream_id]


def _rows(stream_ids: Iterable[int], *, is_back: bool) -> list[tuple[ArchivedStream, str]]:
    rows = list(ArchivedStream.objects.filter(stream_id__in=list(stream_ids), is_back=is_back))
    paths = dict(ArchiveSet.objects.filter(id__in={row.set_id for row in rows}).values_list("id", "path"))
    return [(row, paths[row.set_id]) for row in sorted(rows, key=lambda each: each.stream_id)]
