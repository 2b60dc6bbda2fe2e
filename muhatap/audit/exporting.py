"""Handing the record out as plain values, for a system that collects security logs."""

import json
from collections.abc import Iterator
from itertools import batched
from typing import Any

from muhatap.audit.archived import archived_events
from muhatap.audit.chain import stamp
from muhatap.audit.models import Event, Publication

_AT_ONCE = 1000


def exported_stream(stream_id: int) -> Iterator[dict[str, Any]]:
    """The events of one stream in order, without personal fields."""
    for event in archived_events([stream_id]).get(stream_id, ()):
        yield _exported(event, None)
    events = Event.objects.filter(stream_id=stream_id).order_by("seq")
    for event in events.iterator(chunk_size=_AT_ONCE):
        yield _exported(event, None)


def exported_since(published_seq: int) -> Iterator[dict[str, Any]]:
    """All events published after this number, in that order, so that a collector can resume.

    What lies in the archive is not among them: a collector had years for it.
    """
    numbered = Publication.objects.filter(published_seq__gt=published_seq).order_by("published_seq")
    rows = numbered.values_list("published_seq", "event_id").iterator(chunk_size=_AT_ONCE)
    for portion in batched(rows, _AT_ONCE):
        events = Event.objects.in_bulk([event_id for _, event_id in portion])
        for seq, event_id in portion:
            if event_id in events:
                yield _exported(events[event_id], seq)


def _exported(event: Event, published_seq: int | None) -> dict[str, Any]:
    return {
        "published": published_seq,
        "id": str(event.id),
        "stream": str(event.stream_id),
        "seq": event.seq,
        "kind": event.kind,
        "schema": event.schema,
        "at": stamp(event.at),
        "brand": None if event.brand_id is None else str(event.brand_id),
        "actor": {
            "kind": event.actor_kind,
            "id": None if event.actor_id is None else str(event.actor_id),
            "label": event.actor_label,
        },
        "content": _content(event.content),
        "personal": sorted(json.loads(event.digests)) if event.digests else [],
        "hash": event.hash,
    }


def _content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        # Changed by somebody; it is still handed out, as the text that it is.
        return text
