"""Who looked at what: a line for each reader, object and hour, written when she first looks.

It stands beside the chain, because to look changes nothing; a dossier lists it with what the chain records.
"""

import logging
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from django.db import DatabaseError, transaction

from muhatap.audit.models import Viewing
from muhatap.kernel.actors import Actor

_MOST_KNOWN = 50_000
_log = logging.getLogger("muhatap.audit")
_known: OrderedDict[tuple[int, str, int, datetime], None] = OrderedDict()
_lock = Lock()


def note_viewing(*, stream_id: int, role: str, by: Actor, at: datetime) -> None:
    """Note that somebody looks at an object; within the same hour it is noted once, and costs nothing more.

    Where it cannot be written now, the page still opens and the next one tries again.
    """
    hour_at = at.replace(minute=0, second=0, microsecond=0)
    key = (stream_id, by.kind, by.id or 0, hour_at)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return
    row = Viewing(
        stream_id=stream_id, actor_kind=by.kind, actor_id=by.id or 0, role=role, hour_at=hour_at, at=at
    )
    try:
        with transaction.atomic():
            Viewing.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError:
        _log.warning("a viewing could not be noted", exc_info=True)
        return
    with _lock:
        _known[key] = None
        while len(_known) > _MOST_KNOWN:
            _known.popitem(last=False)


def viewings_of(stream_id: int) -> list[Viewing]:
    """Who looked at an object, in order."""
    return list(Viewing.objects.filter(stream_id=stream_id).order_by("at", "id"))
