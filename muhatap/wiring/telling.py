"""Telling open pages of all processes and nodes what became public, and telling it again from the log."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import close_old_connections

from muhatap.audit import relay
from muhatap.cases.queries import places_of
from muhatap.live import between_nodes, bus
from muhatap.notifications.queries import bells_to_ring, last_notice_id

# More than that is told in one word: read the page anew.
_AT_MOST = 500
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def tell(published: list[relay.Published]) -> None:
    """Tell every open page that may hear of it."""
    batch = bus.Batch(published[0].seq - 1, published[-1].seq, tuple(_notices(published)))
    between_nodes.tell(batch)


class _Rung:
    last_id: int | None = None


def ring_bells(at: datetime) -> None:
    """Tell the open pages of those for whom there are new notices, except in their quiet hours."""
    if _Rung.last_id is None:
        _Rung.last_id = last_notice_id()
        return
    _Rung.last_id, people = bells_to_ring(_Rung.last_id, at)
    if people:
        between_nodes.tell(bus.Batch(0, 0, (), tuple(f"staff:{staff_id}" for staff_id in people)))


def _notices(published: list[relay.Published]) -> Iterator[bus.Notice]:
    places = places_of({event.stream_id for event in published})
    for event in published:
        place = places.get(event.stream_id)
        if place is not None:
            yield bus.Notice(event.seq, event.kind, place.number, place.topics)


_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recall")


async def recall(after: int) -> bus.Batch | None:
    """What became public after a number, from the log of events; None where it is too much to tell."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, _recall, after)


def _recall(after: int) -> bus.Batch | None:
    close_old_connections()
    found = relay.published_after(after, limit=_AT_MOST + 1)
    if len(found) > _AT_MOST:
        return None
    upto = found[-1].seq if found else after
    return bus.Batch(after, upto, tuple(_notices(found)))


def with_nudge(app: Wsgi) -> Wsgi:
    """Wake the background work after every request that may have written something."""

    def nudging(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        finally:
            # A question that carries its secret in a body is asked by POST and writes nothing.
            if environ.get("REQUEST_METHOD") not in _SAFE and not environ.get("muhatap.only_read"):
                between_nodes.nudge()

    return nudging
