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

from muhatap.audit.appending import Recorded, append, beginnings
from muhatap.audit.inserting import Statement, insert_rows, inserts_of, mark_inserted, run
from muhatap.audit.turns import write_turn
from muhatap.kernel import tracing
from muhatap.kernel.actors import Actor
from muhatap.kernel.facts import Fact
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


def looks_first[Heard: Listener](listener: Heard) -> Heard:
    """Mark one that mostly finds nothing to do, and until it writes only reads the database.

    It is then asked outside of a transaction first (`finds_nothing`), and nobody waits for a no.
    """
    listener.looks_first = True  # type: ignore[attr-defined]
    return listener


def finds_nothing(listener: Listener, fact: Fact, *, by: Actor, at: datetime, event_id: int) -> bool:
    """Whether a listener that looks first has nothing to do; nothing of what it began to write is kept."""
    try:
        with unit_of_work(late=True) as unit:
            listener(fact, by=by, at=at, event_id=event_id)
            if unit.rows or unit.recorded:
                raise WroteEarly("rows")
    except Exception:
        # Also what failed: it is run again in the ordinary way, which keeps count of failures.
        return False
    return True


@dataclass(slots=True)
class UnitOfWork:
    """Rows and events that will be written together when the transaction ends."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    recorded: list[Recorded] = field(default_factory=list)
    held: dict[tuple[type[models.Model], int], models.Model] = field(default_factory=dict)
    endings: list[tuple[Listener, Fact, Actor, datetime]] = field(default_factory=list)
    prepared: list[Statement] = field(default_factory=list)
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

    def prepare(self) -> None:
        """Make the statements that `close` will run, where no event needs the lock of an older stream."""
        events = beginnings(self.recorded)
        if events is not None:
            self.prepared = [each for rows in self.rows.values() for each in inserts_of(rows)] + events

    def close(self) -> None:
        """Insert everything, chain the events and fill the outbox."""
        if self.is_spoilt:
            raise transaction.TransactionManagementError("a part of this unit of work failed")
        if self.prepared:
            self._run_prepared()
            return
        self.flush()
        recorded, self.recorded = self.recorded, []
        if recorded:
            append(recorded)

    def _run_prepared(self) -> None:
        run(self.prepared)
        for rows in self.rows.values():
            mark_inserted(rows)
        self.rows, self.recorded, self.prepared = {}, [], []


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
            with tracing.operation(), connection.execute_wrapper(_only_reading):
                yield unit
                unit.end()
                unit.prepare()
            if unit.rows or unit.recorded or unit.is_spoilt:
                with write_turn(), transaction.atomic():
                    unit.close()
        else:
            with tracing.operation(), write_turn(), transaction.atomic():
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
        tracing.note(fact.kind)
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
