"""Taking a backup while the desk runs: the database as it is at one moment, then the files it names."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from muhatap.kernel.keyring import FILE_NAME
from muhatap.wiring.keeping.archive import DATABASE, FOLDER, KEYS, Contents, Progress, writing
from muhatap.wiring.keeping.shelves import shelved_elsewhere

# What is made anew, what belongs to a running process, older backups, and what is copied in its own way.
_LEFT_OUT = {"static", "run", "tmp", "upgrades", FILE_NAME}
_LEFT_OUT_ENDINGS = (".lock", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal")


class ToolMissing(Exception):
    """PostgreSQL's own program is not installed, or refused; the message is for the operator."""


def back_up(
    out: BinaryIO,
    *,
    at: datetime,
    passphrase: bytes | None = None,
    with_files: bool = True,
    progress: Progress = lambda _: None,
) -> Contents:
    """Write a backup of the whole desk to a stream; with a passphrase it is locked and holds the keys.

    The database is copied first, so that every file it names is still to come: files are written before
    the rows that name them. OSError and ToolMissing leave a file without an end, which `restore` refuses.
    """
    folder = Path(settings.MUHATAP_DATA)
    with writing(out, passphrase) as backup, _copied_database() as (copy, counts):
        backup.add_file(DATABASE, copy, progress)
        for path in files_of(folder) if with_files else ():
            backup.add_file(FOLDER + path.relative_to(folder).as_posix(), path, progress)
        for name, data in shelved_elsewhere() if with_files else ():
            # What this node fetched from the store lies in its folder too.
            if FOLDER + name not in backup.members:
                backup.add_bytes(FOLDER + name, data)
        if passphrase:
            backup.add_bytes(KEYS, settings.MUHATAP_KEYRING.written())
        contents = Contents(
            made_at=at.isoformat(),
            version=version("muhatap"),
            database=connection.vendor,
            migrations=sorted(
                f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
            ),
            counts=counts,
            key_ids=sorted(settings.MUHATAP_KEYRING.key_ids),
            members=backup.members,
        )
        backup.finish(contents)
    return contents


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a data folder that a backup carries, in a steady order."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in _LEFT_OUT or path.name.endswith(_LEFT_OUT_ENDINGS) or path.is_symlink():
            continue
        if path.is_file():
            yield path


def size_of(folder: Path) -> int:
    """About how many bytes a backup reads, for its progress bar."""
    total = 0
    for path in files_of(folder):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total + database_size() if connection.vendor == "sqlite" else total


def database_size() -> int:
    """How many bytes the database takes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def _copied_database() -> Iterator[tuple[Path, dict[str, int]]]:
    place = Path(settings.MUHATAP_DATA) / "tmp"
    place.mkdir(exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=place) as folder:
        copy = Path(folder) / DATABASE
        if connection.vendor == "sqlite":
            counts = _copy_sqlite(copy)
        else:
            counts = _copy_postgresql(copy)
        yield copy, counts


def _copy_sqlite(copy: Path) -> dict[str, int]:
    connection.ensure_connection()
    with sqlite3.connect(copy) as target:
        # All pages in one step are one moment; writers go on beside it in the write-ahead log.
        connection.connection.backup(target, pages=-1)
        counts = {table: count_of(target, table) for table in tables_of(target)}
    target.close()
    return counts


def tables_of(database: sqlite3.Connection) -> list[str]:
    """The plain tables of an SQLite file, without those of a search index."""
    found = database.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return [name for (name,) in found]


def count_of(database: sqlite3.Connection, table: str) -> int:
    """How many rows a table has, one that `tables_of` names."""
    return int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608


def _copy_postgresql(copy: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run_tool(
            [
                "pg_dump",
                "--format=custom",
                "--compress=0",
                "--no-owner",
                f"--snapshot={snapshot}",
                f"--file={copy}",
            ],
            _tools_database(),
        )
        return {
            table: _count_in(cursor, table) for table in sorted(connection.introspection.table_names(cursor))
        }


def _tools_database() -> dict[str, Any]:
    """Where PostgreSQL's own programs connect: past a pooler, which forgets what they set."""
    if not settings.MUHATAP_DIRECT_URL:
        return connection.settings_dict
    told = conninfo_to_dict(settings.MUHATAP_DIRECT_URL)
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {name: told.get(key, "") for name, key in names.items()}


def _count_in(cursor, table: str) -> int:
    cursor.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table)))
    return int(cursor.fetchone()[0])


def run_tool(command: list[str], database: dict) -> None:
    """Run one of PostgreSQL's own programs on a database; ToolMissing says why it could not."""
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    # By the environment: arguments can be read by everybody on the machine.
    environment = {**os.environ, **{name: str(value) for name, value in named.items() if value}}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise ToolMissing(f"{command[0]} is not installed: apt install postgresql-client") from None
    if done.returncode:
        raise ToolMissing(f"{command[0]}: {done.stderr.strip()[-400:]}")
