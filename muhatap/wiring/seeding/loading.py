"""Writing chunks: the fastest honest way into each of the two databases."""

from typing import Any

from django.db import connection

from muhatap.wiring.seeding.tables import Chunk, Table, tables

_SQLITE_FAST = ("synchronous=OFF", "cache_size=-400000", "wal_autocheckpoint=20000", "foreign_keys=OFF")
_SQLITE_SAFE = ("synchronous=FULL", "cache_size=-8000", "wal_autocheckpoint=1000", "foreign_keys=ON")


class SqliteLoader:
    """One writer: rows by prepared statements, a transaction for each chunk."""

    def __init__(self, is_fulltext_aside: bool) -> None:
        connection.ensure_connection()
        self._raw = connection.connection
        self._statements = [(table.name, _insert(table)) for table in tables()]
        if is_fulltext_aside:
            texts = "INSERT INTO cases_fulltext (rowid, body) VALUES (?1, ?4)"
            heads = "INSERT INTO cases_headwords (rowid, body) VALUES (?1, ?3)"
            self._statements += [("cases_searchtext", texts), ("cases_headtext", heads)]
        self._set(_SQLITE_FAST)

    def write(self, chunk: Chunk) -> None:
        """All rows of a chunk, or none."""
        self._raw.execute("BEGIN IMMEDIATE")
        try:
            for name, statement in self._statements:
                self._raw.executemany(statement, chunk.rows[name])
        except BaseException:
            self._raw.execute("ROLLBACK")
            raise
        self._raw.execute("COMMIT")

    def close(self) -> None:
        """Make what was written durable and the connection careful again."""
        self._set(_SQLITE_SAFE)
        self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _set(self, pragmas: tuple[str, ...]) -> None:
        for pragma in pragmas:
            self._raw.execute(f"PRAGMA {pragma}")


class PostgresLoader:
    """COPY, one transaction for each chunk; every worker process has a connection of its own."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._raw = connection.connection
        self._tables = tables()
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            if cursor.fetchone()[0]:
                # Every reference of a chunk points into the chunk or to the ground.
                cursor.execute("SET session_replication_role = replica")

    def write(self, chunk: Chunk) -> None:
        """All rows of a chunk, or none."""
        with self._raw.transaction(), self._raw.cursor() as cursor:
            for table in self._tables:
                columns = ", ".join(f'"{name}"' for name in table.all_columns)
                rest: tuple[Any, ...] = table.constant_values
                with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
                    for row in chunk.rows[table.name]:
                        copy.write_row(row + rest)

    def close(self) -> None:
        """Nothing stays set: the connection ends."""
        connection.close()


def _insert(table: Table) -> str:
    names = ", ".join(f'"{name}"' for name in table.all_columns)
    filled = ", ".join(f"?{place + 1}" for place in range(len(table.columns)))
    rest = "".join(f", {_literal(value)}" for value in table.constant_values)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({filled}{rest})'  # noqa: S608


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool() | int():
            return str(int(value))
        case bytes() | memoryview():
            return f"X'{bytes(value).hex()}'"
        case _:
            return "'" + str(value).replace("'", "''") + "'"
