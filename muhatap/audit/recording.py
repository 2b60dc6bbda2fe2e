"""The one way to say that something happened: `record(fact, by=, at=)` inside a unit of work."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.module_loading import import_string

from muhatap.audit import chain
from muhatap.audit.inserting import insert_rows, insert_values
from muhatap.audit.models import ErasableContent, Event, Publication, Stream
from muhatap.audit.turns import write_turn
from muhatap.kernel.actors import Actor
from muhatap.kernel.facts import Fact, StreamKey, plain_values
from muhatap.kernel.ids import new_id

Listener = Callable[..., Iterable[models.Model] | None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What follows a fact: `together` in its transaction, `afterwards` once each from the outbox.

    `ending` is in its transaction too, when everything else in it has happened.
    """

    together: tuple[Listener, ...] = ()
    ending: tuple[Listener, ...] = ()
    afterwards: tuple[Listener, ...] = ()


class WroteEarly(Exception):
    """A late unit of work met a statement that writes before its transaction had begun."""


@dataclass(slots=True)
class UnitOfWork:
    """Rows and events that will be written together when the transaction ends."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    recorded: list[tuple[int, Fact, Actor, datetime]] = field(default_factory=list)
    held: dict[tuple[type[models.Model], int], models.Model] = field(default_factory=dict)
    endings: list[tuple[Listener, Fact, Actor, datetime]] = field(default_factory=list)
    is_spoilt: bool = False

    def add(self, *rows: models.Model) -> None:
        """Keep new rows to be inserted in bulk, tables in the order of their first row."""
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def pending(self, model: type[models.Model], row_id: int) -> Any:
        """The kept row with this id that is not inserted yet, if there is one."""
        return next((row for row in self.rows.get(model, ()) if row.pk == row_id), None)

    def hold(self, row: models.Model) -> None:
        """Remember a row that was locked and read in this transaction, for what happens together with it."""
        self.held[type(row), row.pk] = row

    def known(self, model: type[models.Model], row_id: int) -> Any:
        """The row with this id that is kept or held here, if there is one."""
        return self.pending(model, row_id) or self.held.get((model, row_id))

    def flush(self) -> None:
        """Insert the kept rows now, for a reader later in the same transaction."""
        pending, self.rows = self.rows, {}
        for rows in pending.values():
            insert_rows(rows)

    def end(self) -> None:
        """Run what follows when everything else has happened."""
        while self.endings:
            listener, fact, by, at = self.endings.pop(0)
            self.add(*(listener(fact, by=by, at=at) or ()))

    def close(self) -> None:
        """Insert everything, chain the events and fill the outbox."""
        if self.is_spoilt:
            raise transaction.TransactionManagementError("a part of this unit of work failed")
        self.flush()
        recorded, self.recorded = self.recorded, []
        if recorded:
            _write_events(recorded)


class _Units(threading.local):
    current: UnitOfWork | None = None


_units = _Units()


@contextmanager
def unit_of_work(*, late: bool = False) -> Iterator[UnitOfWork]:
    """One transaction; an inner one joins the outer, and an error anywhere undoes all of it.

    A `late` one begins its transaction only to write what was kept, so that others write while it thinks.
    It may only add rows: whatever else would write raises `WroteEarly`, and the caller does it all again
    in the ordinary way. What it reads is not locked, so only unique constraints may depend on it.
    """
    outer = _units.current
    if outer is not None:
        try:
            yield outer
        except BaseException:
            # As a joined atomic block would: whoever catches the error cannot commit half of the work.
            outer.is_spoilt = True
            if connection.in_atomic_block:
                transaction.set_rollback(True)
            raise
        return
    unit = UnitOfWork()
    _units.current = unit
    try:
        if late and not connection.in_atomic_block:
            with connection.execute_wrapper(_only_reading):
                yield unit
                unit.end()
            with write_turn(), transaction.atomic():
                unit.close()
        else:
            with write_turn(), transaction.atomic():
                yield unit
                unit.end()
                unit.close()
    finally:
        _units.current = None


def _only_reading(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if not sql.startswith("SELECT"):
        raise WroteEarly(sql.split(" ", 1)[0])
    return execute(sql, params, many, context)


def record(fact: Fact, *, by: Actor, at: datetime) -> int:
    """Record a fact, run what happens together with it, and return the id of its event."""
    with unit_of_work() as unit:
        event_id = new_id()
        unit.recorded.append((event_id, fact, by, at))
        reaction = reaction_to(type(fact))
        for listener in reaction.together:
            unit.add(*(listener(fact, by=by, at=at) or ()))
        unit.endings += [(listener, fact, by, at) for listener in reaction.ending]
    return event_id


def reaction_to(kind: type[Fact]) -> Reaction:
    """The reaction that the wiring lists for this sort of fact."""
    table: dict[type[Fact], Reaction] = import_string(settings.MUHATAP_REACTIONS)
    return table.get(kind, _NO_REACTION)


_NO_REACTION = Reaction()


def _write_events(recorded: list[tuple[int, Fact, Actor, datetime]]) -> None:
    streams = _locked_streams(recorded)
    events: list[tuple[Any, ...]] = []
    erasable: list[tuple[int, str]] = []
    for event_id, fact, by, at in recorded:
        content, digests, salted = chain.split(plain_values(fact), fact.personal)
        stream = streams[fact.stream.object_id]
        events.append(_chained(stream, event_id, fact, by, at, content, digests))
        if salted:
            erasable.append((event_id, salted))
    _save_streams(streams.values())
    insert_values(Event, events)
    insert_values(ErasableContent, erasable)
    insert_values(Publication, [(event_id, None) for event_id, *_ in recorded])


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
    return {stream_id: fresh[stream_id] for stream_id in born} | _locked_or_begun(old, fresh)


def _locked_or_begun(ids: list[int], fresh: dict[int, Stream]) -> dict[int, Stream]:
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


def _save_streams(streams: Iterable[Stream]) -> None:
    born = [stream for stream in streams if stream._state.adding]
    if born:
        insert_rows(born)
    for stream in streams:
        if stream not in born:
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
