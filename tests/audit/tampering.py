"""Reaching past the triggers, as somebody with the database's password can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def tampered() -> Iterator[None]:
    """Without triggers, and undone at the end."""
    with unguarded(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def unguarded() -> Iterator[None]:
    """Without triggers; what is done stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)


def execute(statement: str, *values: object) -> int:
    """Run one statement; the number of rows that it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def swap(stream_id: int, one: int, other: int) -> None:
    """Let two events of a stream change places."""
    place = "UPDATE audit_event SET seq = %s WHERE stream_id = %s AND seq = %s"
    execute(place, 1_000_000, stream_id, one)
    execute(place, one, stream_id, other)
    execute(place, other, stream_id, 1_000_000)
