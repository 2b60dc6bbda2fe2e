"""The one way to say that something happened: `record(fact, by=, at=)` inside a unit of work."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from muhatap.audit import chain
from muhatap.audit.models import ErasableContent, Event, Publication, Stream
from muhatap.kernel.actors import Actor
from muhatap.kernel.facts import Fact, StreamKey, plain_values
from muhatap.kernel.ids import new_id

Listener = Callable[..., Iterable[models.Model] | None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What follows a fact: `together` in its transaction, `afterwards` once each from the outbox."""

    together: tuple[Listener, ...] = ()
    afterwards: tuple[Listener, ...] = ()


@dataclass(slots=True)
class UnitOfWork:
    """Rows and events that will be written together when the transaction ends."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    recorded: list[tuple[int, Fact, Actor, datetime]] = field(default_factory=list)

    def add(self, *rows: models.Model) -> None:
        """Keep new rows to be inserted in bulk, tables in the order of their first row."""
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def pending(self, model: type[models.Model], row_id: int) -> Any:
        """The kept row with this id that is not inserted yet, if there is one."""
        return next((row for row in self.rows.get(model, ()) if row.pk == row_id), None)

    def flush(self) -> None:
        """Insert the kept rows now, for a reader later in the same transaction."""
        pending, self.rows = self.rows, {}
        for model, rows in pending.items():
            model._default_manager.bulk_create(rows)

    def close(self) -> None:
        """Insert everything, chain the events and fill the outbox."""
        self.flush()
        recorded, self.recorded = self.recorded, []
        if recorded:
            _write_events(recorded)


class _Units(threading.local):
    current: UnitOfWork | None = None


_units = _Units()


@contextmanager
def unit_of_work() -> Iterator[UnitOfWork]:
    """One transaction; an inner one joins the outer, and an error anywhere undoes all of it."""
    outer = _units.current
    if outer is not None:
        with transaction.atomic(savepoint=False):
            yield outer
        return
    unit = UnitOfWork()
    with transaction.atomic():
        _units.current = unit
        try:
            yield unit
            unit.close()
        finally:
            _units.current = None


def record(fact: Fact, *, by: Actor, at: datetime) -> int:
    """Record a fact, run what happens together with it, and return the id of its event."""
    with unit_of_work() as unit:
        event_id = new_id()
        unit.recorded.append((event_id, fact, by, at))
        for listener in reaction_to(type(fact)).together:
            unit.add(*(listener(fact, by=by, at=at) or ()))
    return event_id


def reaction_to(kind: type[Fact]) -> Reaction:
    """The reaction that the wiring lists for this sort of fact."""
    table: dict[type[Fact], Reaction] = import_string(settings.MUHATAP_REACTIONS)
    return table.get(kind, _NO_REACTION)


_NO_REACTION = Reaction()


def _write_events(recorded: list[tuple[int, Fact, Actor, datetime]]) -> None:
    streams = _locked_streams(recorded)
    events: list[Event] = []
    erasable: list[ErasableContent] = []
    for event_id, fact, by, at in recorded:
        content, digests, salted = chain.split(plain_values(fact), fact.personal)
        stream = streams[fact.stream.object_id]
        events.append(_chained(stream, event_id, fact, by, at, content, digests))
        if salted:
            erasable.append(ErasableContent(event_id=event_id, fields=salted))
    _save_streams(streams.values())
    Event.objects.bulk_create(events)
    ErasableContent.objects.bulk_create(erasable)
    Publication.objects.bulk_create([Publication(event_id=event.id) for event in events])


def _locked_streams(recorded: list[tuple[int, Fact, Actor, datetime]]) -> dict[int, Stream]:
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
    old = sorted(fresh.keys() - born)
    found = _locked(old)
    missing = [fresh[stream_id] for stream_id in old if stream_id not in found]
    if missing:
        # Two may meet a stream's first event at once: one of them makes the row, both lock it.
        Stream.objects.bulk_create(missing, ignore_conflicts=True)
        found = _locked(old)
    return {stream_id: fresh[stream_id] for stream_id in born} | found


def _locked(ids: list[int]) -> dict[int, Stream]:
    # In order of id, so that two transactions cannot wait for each other.
    rows = Stream.objects.select_for_update().filter(id__in=ids).order_by("id") if ids else ()
    return {stream.id: stream for stream in rows}


def _chained(
    stream: Stream, event_id: int, fact: Fact, by: Actor, at: datetime, content: str, digests: str
) -> Event:
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
    return Event(
        id=event_id,
        stream_id=stream.id,
        seq=stream.length,
        kind=fact.kind,
        schema=fact.schema,
        at=at,
        brand_id=fact.brand_id,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        content=content,
        digests=digests,
        prev_hash=prev_hash,
        hash=stream.head,
    )


def _save_streams(streams: Iterable[Stream]) -> None:
    for stream in streams:
        if stream._state.adding:
            stream.save(force_insert=True)
        else:
            stream.save(update_fields=["length", "head", "changed_at"])


def kinds_of_facts() -> dict[str, type[Fact]]:
    """Every fact that a loaded package declares, by its stored name."""
    found: dict[str, type[Fact]] = {}
    waiting: list[type[Any]] = [Fact]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if kind.kind:
            found[kind.kind] = kind
    return found
