"""Indexes and triggers that stand aside while rows are loaded, and come back whatever happens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

_FILE = "indexes-aside.json"
_BY_LOADER = frozenset({"cases_fulltext_add", "cases_headwords_add"})
_DDL_WORDS = frozenset({"CREATE", "UNIQUE", "INDEX", "TRIGGER"})


@contextmanager
def indexes_aside(tables: list[str]) -> Iterator[None]:
    """Drop what can be rebuilt in one go; a killed run's are put back by the next one."""
    kept = Path(settings.MUHATAP_DATA) / _FILE
    restore_indexes()
    found = _of_sqlite(tables) if connection.vendor == "sqlite" else _of_postgresql(tables)
    kept.write_text(json.dumps([create for _, create in found]))
    try:
        with connection.cursor() as cursor:
            for drop, _ in found:
                cursor.execute(drop)
        yield
    finally:
        restore_indexes()


def restore_indexes() -> None:
    """Put back what a run left aside."""
    kept = Path(settings.MUHATAP_DATA) / _FILE
    if not kept.exists():
        return
    present = _present()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '256MB'")
        for create in json.loads(kept.read_text()):
            if _name_in(create) not in present:
                cursor.execute(create.replace("%", "%%") if connection.vendor == "postgresql" else create)
    kept.unlink()


def _name_in(create: str) -> str:
    return next(word for word in create.replace('"', " ").split() if word.upper() not in _DDL_WORDS)


def _present() -> set[str]:
    query = (
        "SELECT name FROM sqlite_master"
        if connection.vendor == "sqlite"
        else "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def _of_sqlite(tables: list[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        rows = cursor.fetchall()
    return [
        (f'DROP {kind} "{name}"', sql)
        for kind, name, table, sql in rows
        # Written by the loader itself, many rows at a time.
        if (kind == "index" and table in tables) or name in _BY_LOADER
    ]


def _of_postgresql(tables: list[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = current_schema() "
            "AND tablename = ANY(%s) AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname AND c.contype IN ('p', 'u', 'x'))",
            [tables],
        )
        return [(f'DROP INDEX "{name}"', create) for name, create in cursor.fetchall()]
