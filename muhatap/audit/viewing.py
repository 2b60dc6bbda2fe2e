"""Who looked at what: a line for each reader, object and hour, written when she first looks.

It stands beside the chain, because to look changes nothing; a dossier lists it with what the chain records.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.db import DatabaseError, transaction

from muhatap.audit.models import Viewing
from muhatap.kernel.actors import Actor

_MOST_KNOWN = 50_000
_log = logging.getLogger("muhatap.audit")
_known: OrderedDict[tuple[int, str, int, datetime, str], None] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Door:
    """By which door somebody came to look, and as what: the reason in the ledger of reads."""

    name: str
    role: str = ""


def note_viewing(*, stream_id: int, brand_id: int, door: Door, by: Actor, at: datetime) -> None:
    """Note that somebody looks at an object; within the same hour it is noted once, and costs nothing more.

    Where it cannot be written now, the page still opens and the next one tries again.
    """
    note_viewings(stream_ids=(stream_id,), brand_id=brand_id, door=door, by=by, at=at)


def note_viewings(*, stream_ids: Iterable[int], brand_id: int, door: Door, by: Actor, at: datetime) -> None:
    """Note the same look at many objects, such as the rows of an export, in one statement."""
    hour_at = at.replace(minute=0, second=0, microsecond=0)
    about = (by.kind, by.id or 0, hour_at, door.name)
    with _lock:
        new = [each for each in dict.fromkeys(stream_ids) if (each, *about) not in _known]
    rows = [
        Viewing(
            stream_id=stream_id,
            brand_id=brand_id,
            actor_kind=by.kind,
            actor_id=by.id or 0,
            role=door.role,
            door=door.name,
            hour_at=hour_at,
            at=at,
        )
        for stream_id in new
    ]
    if not rows:
        return
    try:
        with transaction.atomic():
            Viewing.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    except DatabaseError:
        _log.warning("a viewing could not be noted", exc_info=True)
        return
    with _lock:
        _known.update(dict.fromkeys((each, *about) for each in new))
        while len(_known) > _MOST_KNOWN:
            _known.popitem(last=False)


def viewings_among(*, stream_ids: Iterable[int]) -> list[Viewing]:
    """Who looked at any of these objects, such as a customer and her cases, in order."""
    return list(Viewing.objects.filter(stream_id__in=list(stream_ids)).order_by("at", "id"))


def viewings_of(stream_id: int) -> list[Viewing]:
    """Who looked at an object, in order."""
    return list(Viewing.objects.filter(stream_id=stream_id).order_by("at", "id"))
