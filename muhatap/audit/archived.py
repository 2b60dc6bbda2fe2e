"""Events that lie in the archive: files stand a floor above, so what reads them is found by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from muhatap.audit.models import ArchivedStream, Event, Stream

# The columns of an event in the order of its model, and its personal fields as they are stored.
Row = tuple[tuple[Any, ...], str | None]


class BrokenArchive(Exception):
    """What lies in the archive cannot be read; the message says of which file and why."""


@dataclass(slots=True)
class Away:
    """What of some streams lies in the archive alone: their events, or why those cannot be read."""

    rows: dict[int, list[Row]] = field(default_factory=dict)
    broken: dict[int, str] = field(default_factory=dict)


class Archive(Protocol):
    """What the record asks of the archive."""

    def read(self, stream_ids: Iterable[int]) -> Away:
        """The events of those streams that lie in the archive alone."""

    def bring_back(self, stream_ids: Iterable[int]) -> None:
        """Put their rows back into the live tables, where they are not."""

    def leave(self, stream_ids: Iterable[int]) -> None:
        """Bring them back for good: what lies in the archive is forgotten, and can be read by nobody."""


def archive() -> Archive:
    """The archive that the settings name."""
    return import_string(settings.MUHATAP_ARCHIVE)


def away_among(streams: Mapping[int, Stream]) -> Away:
    """What of these streams lies in the archive alone; asks nothing where none was ever archived."""
    ids = [stream.id for stream in streams.values() if stream.archived_length is not None]
    return archive().read(ids) if ids else Away()


def at_hand(stream_ids: Iterable[int]) -> None:
    """Bring back what of these streams lies in the archive alone, for somebody who reads their rows."""
    if found := _away(list(stream_ids)):
        archive().bring_back(found)


def archived_events(stream_ids: Iterable[int]) -> dict[int, list[Event]]:
    """The events of those streams that lie in the archive alone, each in the order of its chain."""
    found = _away(list(stream_ids))
    if not found:
        return {}
    away = archive().read(found)
    for key, reason in away.broken.items():
        raise BrokenArchive(f"case {key}: {reason}")
    return {key: [Event(*row) for row, _ in rows] for key, rows in away.rows.items()}


def _away(ids: list[int]) -> list[int]:
    away = ArchivedStream.objects.filter(stream_id__in=ids, is_back=False)
    return list(away.values_list("stream_id", flat=True)) if ids else []
