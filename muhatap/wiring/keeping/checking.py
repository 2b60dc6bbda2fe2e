"""What must hold after an upgrade, before it is kept: rows, references, chains, and what the doctor sees."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection
from django.db.migrations.migration import Migration
from psycopg.sql import SQL, Identifier

from muhatap.audit.findings import Report
from muhatap.audit.models import Stream
from muhatap.audit.verifying import verify_streams
from muhatap.wiring import health, proving

# So many parts of the record, each of so many streams in a row: all of a small desk's.
_PARTS, _STREAMS_EACH = 40, 50
# Steps that lawfully take rows out of tables, because an earlier one carried them into others.
_EMPTIES = {
    ("complaints", "0003_tasks_are_gone"): ("complaints_departmenttask", "complaints_departmenttask_files"),
}
_UNTOUCHED = """
    SELECT current_setting('track_counts')::boolean
       AND pg_stat_get_xact_tuples_deleted(asked.id) = 0
       AND NOT EXISTS (SELECT 1 FROM pg_locks WHERE pid = pg_backend_pid() AND relation = asked.id
                       AND mode = 'AccessExclusiveLock')
      FROM (SELECT %s::regclass::oid AS id) AS asked"""
# What the doctor says of the rest depends on processes that do not run yet.
_LOOKED_AT = {"keys", "database"}


class NotVerified(Exception):
    """The steps were taken, and what they left is not right; the message says what."""


def counts() -> dict[str, int]:
    """The rows of every table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Those of a search index count differently after it was tidied.
            cursor.execute(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                " AND name NOT LIKE 'sqlite%'"
            )
            names = [name for (name,) in cursor.fetchall()]
            return {name: _count_in_sqlite(cursor, name) for name in names}
        names = connection.introspection.table_names(cursor)
        return {
            name: _count(cursor, SQL("SELECT count(*) FROM {}").format(Identifier(name))) for name in names
        }


def faults_after(before: dict[str, int], steps: Sequence[Migration], at: datetime) -> list[str]:
    """What is wrong after these steps, in words; empty when they may be kept."""
    return [*_lost_rows(before, steps), *_broken_references(), *_broken_chains(), *_ill(at)]


def _lost_rows(before: dict[str, int], steps: Sequence[Migration]) -> Iterator[str]:
    declared = {table for step in steps for table in _EMPTIES.get((step.app_label, step.name), ())}
    after = counts()
    for table, rows in sorted(before.items()):
        if table in declared or after.get(table, 0) >= rows:
            continue
        if table in after and connection.vendor == "postgresql" and _left_alone(table):
            continue
        yield f"{table} has {after.get(table, 0)} rows of {rows}"


def _left_alone(table: str) -> bool:
    """Whether these steps took no row out of a table of PostgreSQL: other nodes did, which go on working.

    Nobody else works in a table that was altered or emptied as a whole, whose lock lasts until the commit.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNTOUCHED, [f'"{table}"'])
        return bool(cursor.fetchone()[0])


def _broken_references() -> Iterator[str]:
    try:
        connection.check_constraints()
    except Exception as broken:
        yield f"a reference is broken: {broken}"


def _broken_chains() -> Iterator[str]:
    report = Report()
    ids = list(Stream.objects.order_by("id").values_list("id", flat=True))
    parts = [ids[start : start + _STREAMS_EACH] for start in range(0, len(ids), _STREAMS_EACH)]
    # Evenly over the whole record, the newest among them.
    every = max(1, -(-len(parts) // _PARTS))
    for part in parts[::-1][::every]:
        report += verify_streams(above=part[0] - 1, up_to=part[-1], checks=proving.CHECKS)
    if not report.is_intact:
        yield f"a chain is broken: {report.first}"


def _ill(at: datetime) -> Iterator[str]:
    for each in health.examine(at):
        if each.name in _LOOKED_AT and each.state == health.BAD:
            yield each.words


def _count_in_sqlite(cursor, table: str) -> int:
    return _count(cursor, f'SELECT count(*) FROM "{table}"')  # noqa: S608


def _count(cursor, query) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])
