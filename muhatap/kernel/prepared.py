"""Statements that PostgreSQL plans once for each connection, not once for each call."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError

# What is asked less often is not worth a place among the hundred plans that a connection keeps.
_PLANNED_AFTER = 5


def prepared_rows(connection: Any, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that comes again and again with other values."""
    try:
        return _rows(connection, sql, parameters)
    except NotSupportedError:
        # An upgrade beside us changed a column, and the plan would give another kind of row than before.
        if connection.in_atomic_block:
            raise
    connection.close()
    return _rows(connection, sql, parameters)


def _rows(connection: Any, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with _prepared_cursor(connection) as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


@contextmanager
def _prepared_cursor(connection: Any) -> Iterator[Any]:
    """On SQLite, and behind a pooler that gives every transaction another connection, the usual one."""
    if connection.vendor != "postgresql" or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        with connection.cursor() as cursor:
            yield cursor
        return
    # A desk on SQLite never loads the other database's driver.
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    line = connection.connection
    usual = line.cursor_factory
    line.cursor_factory, line.prepare_threshold = ServerBindingCursor, _PLANNED_AFTER
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        line.cursor_factory, line.prepare_threshold = usual, None
