"""Appending events to their chains: what was recorded becomes linked rows, new heads and the outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from muhatap.audit import chain
from muhatap.audit.archived import archive
from muhatap.audit.inserting import Statement, inserts_of, inserts_of_values, run
from muhatap.audit.models import ErasableContent, Event, Publication, Stream
from muhatap.audit.updating import update_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.facts import Fact, StreamKey, plain_values

Recorded = tuple[int, Fact, Actor, datetime]


def append(recorded: Sequence[Recorded]) -> None:
    """Write the events, each after the last one of its stream, whose row stays locked until the commit."""
    fresh, born = _streams_of(recorded)
    old = sorted(fresh.keys() - born)
    streams = {stream_id: fresh[stream_id] for stream_id in born} | _locked_or_begun(old, fresh)
    # What goes on leaves the archive for good, or a part of its chain would lie there and a part here.
    if archived := [stream.id for stream in streams.values() if stream.archived_length is not None]:
        archive().leave(archived)
    run(_statements(recorded, streams))


def beginnings(recorded: Sequence[Recorded]) -> list[Statement] | None:
    """What writes events that all stand in streams which they begin; None where a stream may be there."""
    fresh, born = _streams_of(recorded)
    return _statements(recorded, fresh) if fresh.keys() == born else None


def _statements(recorded: Sequence[Recorded], streams: Mapping[int, Stream]) -> list[Statement]:
    events: list[tuple[Any, ...]] = []
    erasable: list[tuple[int, str]] = []
    for event_id, fact, by, at in recorded:
        content, digests, salted = chain.split(plain_values(fact), fact.personal)
        stream = streams[fact.stream.object_id]
        events.append(_chained(stream, event_id, fact, by, at, content, digests))
        if salted:
            erasable.append((event_id, salted))
    born = [stream for stream in streams.values() if stream._state.adding]
    grown = [stream for stream in streams.values() if not stream._state.adding]
    return [
        *(inserts_of(born) if born else ()),
        *(update_of(stream, "length", "head", "changed_at") for stream in grown),
        *inserts_of_values(Event, events),
        *inserts_of_values(ErasableContent, erasable),
        *inserts_of_values(Publication, [(event_id, None) for event_id, *_ in recorded]),
    ]


def _streams_of(recorded: Sequence[Recorded]) -> tuple[dict[int, Stream], set[int]]:
    """The streams of some events as they would begin, and which of them do begin here."""
    keys: dict[StreamKey, tuple[int | None, datetime]] = {}
    born: set[int] = set()
    for _, fact, _, at in recorded:
        if fact.opens_stream:
            born.add(fact.stream.object_id)
        keys.setdefault(fact.stream, (fact.brand_id, at))
    fresh = {
        key.object_id: Stream(
            id=key.object_id, kind=key.kind, brand_id=brand_id, head=chain.GENESIS, changed_at=at
        )
        for key, (brand_id, at) in keys.items()
    }
    return fresh, born


def _locked_or_begun(ids: list[int], fresh: Mapping[int, Stream]) -> dict[int, Stream]:
    # With several streams nothing may be locked before all are there, or two could wait for each other.
    found = _locked(ids) if len(ids) == 1 else Stream.objects.in_bulk(ids)
    missing = [fresh[stream_id] for stream_id in ids if stream_id not in found]
    if missing:
        # Two may meet a stream's first event at once: one of them makes the row, both lock it.
        Stream.objects.bulk_create(missing, ignore_conflicts=True)
    return found if len(ids) == 1 and not missing else _locked(ids)


def _locked(ids: list[int]) -> dict[int, Stream]:
    # In order of id, so that two transactions cannot wait for each other.
    rows = Stream.objects.select_for_update().filter(id__in=ids).order_by("id") if ids else ()
    return {stream.id: stream for stream in rows}


def _chained(
    stream: Stream, event_id: int, fact: Fact, by: Actor, at: datetime, content: str, digests: str
) -> tuple[Any, ...]:
    link = chain.Link(
        event_id=event_id,
        stream_kind=stream.kind,
        stream_id=stream.id,
        seq=stream.length + 1,
        kind=fact.kind,
        schema=fact.schema,
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        content=content,
        digests=digests,
    )
    prev_hash = stream.head
    stream.head = chain.link_hash(link, prev_hash)
    stream.length += 1
    stream.changed_at = at
    # The values of all columns of an event, in the order of its model.
    return (
        *(event_id, stream.id, stream.length, fact.kind, fact.schema, at, fact.brand_id),
        *(by.kind, by.id, by.label, content, digests, prev_hash, stream.head),
    )
