"""Carrying an embedded desk over to PostgreSQL: every row once, in one transaction, then compared."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg.sql import SQL, Identifier

from muhatap.audit.inserting import layout_of

# Both databases make these for themselves, and nothing of ours refers to their numbers.
_OWN = {"django_migrations", "django_content_type", "auth_permission"}
_AT_ONCE = 2000

Progress = Callable[[int], object]


class CannotMove(Exception):
    """Nothing was moved; the message says why and what to do."""


@dataclass(slots=True)
class Moved:
    """What was carried over, and how the two databases compare."""

    tables: int = 0
    rows: int = 0
    differing: list[str] = field(default_factory=list)
    chains: dict[str, Any] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Whether every table is the same and every chain intact."""
        return not self.differing and bool(self.chains.get("intact"))


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows of a table, and a sum of their digests that does not depend on their order."""

    rows: int
    digest: str


def tables() -> list[type[models.Model]]:
    """Every table of ours and of the libraries, but those that each database fills by itself."""
    found = {
        each._meta.db_table: each for each in apps.get_models(include_auto_created=True) if _is_kept(each)
    }
    return [found[name] for name in sorted(found)]


def _is_kept(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.db_table not in _OWN


def move(*, to: str, progress: Progress = lambda _: None, begin: Progress = lambda _: None) -> Moved:
    """Copy this embedded desk into an empty PostgreSQL database and compare; nothing stays there half.

    `begin` hears how many rows there are, `progress` of each. Writers of the source wait as long as the
    copy takes: the desk should be stopped. CannotMove.
    """
    _must_be_embedded()
    _make_tables(to)
    sums: dict[str, Sum] = {}
    # The source is locked against writers, so that what is compared is what was copied.
    with transaction.atomic(), psycopg.connect(to) as target:
        filled = [each._meta.db_table for each in tables() if _has_rows(target, each)]
        if filled:
            raise CannotMove(
                f"the database is not empty: {', '.join(filled[:5])}. Was a move cut off while it compared? "
                "Say --compare"
            )
        begin(sum(each._base_manager.count() for each in tables()))
        for model in tables():
            sums[model._meta.db_table] = _copy(model, target, progress)
            _go_on_counting(model, target)
    return _compared(to, sums)


def compare(*, to: str, progress: Progress = lambda _: None) -> Moved:
    """Compare this embedded desk with its copy, which a move that was cut off had finished; CannotMove."""
    _must_be_embedded()
    return _compared(to, sums(progress))


def _must_be_embedded() -> None:
    if connection.vendor != "sqlite":
        raise CannotMove("this desk is on PostgreSQL already; use pg_dump and pg_restore between servers")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotMove("this desk is of an older version: run muhatap setup first")


def _compared(to: str, sums: dict[str, Sum]) -> Moved:
    said = _asked(to, "move", "--sums")
    moved = Moved(tables=len(sums), rows=sum(each.rows for each in sums.values()))
    there = {name: Sum(*value) for name, value in said.items()}
    moved.differing = sorted(name for name in sums if sums[name] != there.get(name))
    moved.chains = _asked(to, "audit", "verify", "--json")
    return moved


def sums(progress: Progress = lambda _: None) -> dict[str, Sum]:
    """The sums of all tables of the present database."""
    found = {}
    for model in tables():
        counting = _Summing()
        for row in _rows(model):
            counting.add(row)
            progress(1)
        found[model._meta.db_table] = counting.done()
    return found


class _Summing:
    """Adds up digests of rows: the order is another on each database."""

    def __init__(self) -> None:
        self._rows, self._total = 0, 0

    def add(self, row: tuple[Any, ...]) -> None:
        digest = hashlib.blake2b(
            "\x1f".join(map(_word, row)).encode("utf-8", "surrogatepass"), digest_size=16
        )
        self._total = (self._total + int.from_bytes(digest.digest())) % (1 << 128)
        self._rows += 1

    def done(self) -> Sum:
        return Sum(self._rows, f"{self._total:032x}")


def _word(value: Any) -> str:
    match value:
        case None:
            return "\x00"
        case datetime():
            return value.astimezone(UTC).isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case dict() | list():
            return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
        case bool():
            return "1" if value else "0"
        case _:
            return str(value)


def _rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    names = [each.attname for each in model._meta.concrete_fields]
    return model._base_manager.order_by().values_list(*names).iterator(chunk_size=_AT_ONCE)


def _copy(model: type[models.Model], target: psycopg.Connection, progress: Progress) -> Sum:
    layout, counting = layout_of(model, "postgresql"), _Summing()
    columns = [Identifier(each.column) for each in model._meta.concrete_fields]
    into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(model._meta.db_table), SQL(", ").join(columns))
    with target.cursor() as cursor, cursor.copy(into) as copy:
        for row in _rows(model):
            counting.add(row)
            values = list(row)
            for at, convert in layout.converters:
                if values[at] is not None:
                    values[at] = convert(values[at])
            copy.write_row([bytes(each) if isinstance(each, memoryview) else each for each in values])
            progress(1)
    return counting.done()


def _go_on_counting(model: type[models.Model], target: psycopg.Connection) -> None:
    key = model._meta.pk
    if not isinstance(key, models.AutoField):
        return
    found = target.execute(
        "SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', key.column]
    ).fetchone()
    if found and found[0]:
        highest = SQL("SELECT setval(%s, COALESCE((SELECT max({}) FROM {}), 0) + 1, false)")
        target.execute(highest.format(Identifier(key.column), Identifier(model._meta.db_table)), [found[0]])


def _has_rows(target: psycopg.Connection, model: type[models.Model]) -> bool:
    found = target.execute(
        SQL("SELECT EXISTS (SELECT 1 FROM {})").format(Identifier(model._meta.db_table))
    ).fetchone()
    return bool(found and found[0])


def _make_tables(to: str) -> None:
    done = _run(to, "setup")
    if done.returncode:
        raise CannotMove(f"the tables could not be made there: {done.stderr.strip()[-400:]}")


def _asked(to: str, *command: str) -> dict[str, Any]:
    done = _run(to, *command)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise CannotMove(
            f"the copy stands there, but could not be compared: {done.stderr.strip()[-400:]}"
        ) from None


def _run(to: str, *command: str) -> subprocess.CompletedProcess[str]:
    # The settings of this process are those of the source.
    environment = {**os.environ, "MUHATAP_DATABASE_URL": to, "MUHATAP_DATA": str(settings.MUHATAP_DATA)}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "muhatap.wiring.console", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
