"""Cursors whose statements PostgreSQL plans once for each connection, not once for each call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# What is asked less often is not worth a place among the hundred plans that a connection keeps.
_PLANNED_AFTER = 5


@contextmanager
def prepared_cursor(connection: Any) -> Iterator[Any]:
    """A cursor for statements that come again and again with other values.

    On SQLite, and behind a pooler that gives every transaction another connection, the usual one.
    """
    if connection.vendor != "postgresql" or connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:
        with connection.cursor() as cursor:
            yield cursor
        return
    # Only PostgreSQL's driver has it, and on a desk of SQLite it costs memory for nothing.
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
