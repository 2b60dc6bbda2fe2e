"""Restoring a backup into an empty place, and rehearsing it: every byte, every count, every chain."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from muhatap.kernel.keyring import FILE_NAME, Keyring
from muhatap.wiring.environment import Environment, database_settings
from muhatap.wiring.keeping.archive import DATABASE, FOLDER, KEYS, Contents, unpack
from muhatap.wiring.keeping.copying_out import count_of, run_tool, tables_of

SQLITE_FILE = "muhatap.sqlite3"


class NotEmpty(Exception):
    """There is a desk already where the backup should go; the message says where."""


class WrongPlace(Exception):
    """The backup is of another kind of database, or keys that it needs are missing; the message says so."""


@dataclass(slots=True)
class Checked:
    """What was verified of a restored desk, in the order it was."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether all that could be checked is right, and the chains could be."""
        return not self.failed and not self.left_out

    def note(self, is_right: bool, what: str) -> None:
        """Note the outcome of a check."""
        (self.passed if is_right else self.failed).append(what)


def restore(
    source: BinaryIO,
    *,
    into: Path,
    database_url: str = "",
    keys: Path | None = None,
    passphrase: bytes | None = None,
) -> tuple[Contents, Checked]:
    """Restore a backup into an empty data folder (and an empty PostgreSQL database), then verify it.

    Nothing stands at `into` before all bytes were unpacked and compared. NotEmpty, WrongPlace, and what
    `archive.unpack` raises.
    """
    if into.exists() and any(into.iterdir()):
        raise NotEmpty(str(into))
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".muhatap-restore-", dir=into.parent) as temporary:
        contents = unpack(source, Path(temporary), passphrase)
        _settle_database(Path(temporary), contents, database_url)
        data = Path(temporary) / FOLDER
        data.mkdir(exist_ok=True, mode=0o700)
        if contents.database == "sqlite":
            (Path(temporary) / DATABASE).rename(data / SQLITE_FILE)
        _put_keys(Path(temporary), data, contents, keys)
        if into.exists():
            into.rmdir()
        data.rename(into)
        into.chmod(0o700)
    return contents, check(into, contents, database_url)


def put_database_back(
    source: BinaryIO,
    *,
    into: Path,
    at: datetime,
    database_url: str = "",
    keys: Path | None = None,
    passphrase: bytes | None = None,
) -> tuple[Contents, Checked]:
    """Put the database of a backup back beside the files and keys of a desk that is stopped, then verify it.

    An embedded one takes the place of today's, which gets another name; one of PostgreSQL goes into the
    empty database that is named. NotEmpty, WrongPlace, and what `archive.unpack` raises.
    """
    if not (into / FILE_NAME).exists():
        raise WrongPlace(f"{into} holds no desk: without --in-place a backup is restored into an empty place")
    with tempfile.TemporaryDirectory(prefix=".muhatap-restore-", dir=into.parent) as temporary:
        contents = unpack(source, Path(temporary), passphrase)
        _settle_database(Path(temporary), contents, database_url)
        if contents.database == "sqlite":
            _set_aside(into, at)
            (Path(temporary) / DATABASE).rename(into / SQLITE_FILE)
            (into / SQLITE_FILE).chmod(0o600)
    return contents, check(into, contents, database_url)


def _set_aside(data: Path, at: datetime) -> None:
    """Give today's database another name, with what its last writers left beside it."""
    for ending in ("", "-wal", "-shm"):
        found = data / f"{SQLITE_FILE}{ending}"
        if found.exists():
            found.rename(data / f"set-aside-{at:%Y%m%dT%H%M%SZ}.sqlite3{ending}")


@contextmanager
def drilled(
    source: BinaryIO, *, database_url: str = "", keys: Path | None = None, passphrase: bytes | None = None
) -> Iterator[tuple[Contents, Checked]]:
    """Restore into a folder that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="muhatap-drill-") as folder:
        yield restore(
            source, into=Path(folder) / "data", database_url=database_url, keys=keys, passphrase=passphrase
        )


def check(data: Path, contents: Contents, database_url: str = "") -> Checked:
    """Verify a restored desk: the database's own check, counts, keys and the chains."""
    checked = Checked()
    checked.note(True, f"{len(contents.members)} members, every byte as it was")
    counts = (
        _sqlite_counts(data / SQLITE_FILE, checked)
        if contents.database == "sqlite"
        else _counts(database_url)
    )
    wrong = sorted(name for name in contents.counts if counts.get(name) != contents.counts[name])
    rows = sum(contents.counts.values())
    checked.note(
        not wrong, f"{len(contents.counts)} tables, {rows} rows" + (f"; other: {wrong}" if wrong else "")
    )
    if not (data / FILE_NAME).exists():
        checked.left_out.append("keys: they are not in this backup; name them with --keyring")
        return checked
    missing = set(contents.key_ids) - set(Keyring.read(data / FILE_NAME).key_ids)
    checked.note(
        not missing, f"{len(contents.key_ids)} keys" + (f"; missing: {sorted(missing)}" if missing else "")
    )
    _check_chains(data, database_url, checked)
    return checked


def _settle_database(temporary: Path, contents: Contents, database_url: str) -> None:
    if contents.database == "sqlite":
        if database_url:
            raise WrongPlace("this backup is of an embedded desk: restore it, then use muhatap move --to")
        return
    if not database_url:
        raise WrongPlace("this backup is of PostgreSQL: name an empty database with --database postgres://…")
    with psycopg.connect(database_url) as target:
        found = target.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if found and found[0]:
            raise NotEmpty(urlsplit(database_url).path.lstrip("/"))
    database = database_settings(_surroundings(database_url))
    options = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={database['NAME']}"]
    run_tool(["pg_restore", *options, str(temporary / DATABASE)], database)


def _surroundings(database_url: str) -> Environment:
    return Environment(
        data=Path(),
        database_url=database_url,
        origin="",
        debug=False,
        smtp_url="",
        proxies="",
        lmtp="",
        smtp_in="",
    )


def _put_keys(temporary: Path, data: Path, contents: Contents, keys: Path | None) -> None:
    found = temporary / KEYS if contents.has_keys else keys
    if found is None:
        return
    if not contents.has_keys:
        Keyring.read(found)
    shutil.copyfile(found, data / FILE_NAME)
    (data / FILE_NAME).chmod(0o600)


def _sqlite_counts(path: Path, checked: Checked) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        checked.note(said == "ok", f"database: {said}")
        orphans = database.execute("PRAGMA foreign_key_check").fetchone()
        checked.note(
            orphans is None, "references: " + ("ok" if orphans is None else f"broken in {orphans[0]}")
        )
        return {name: count_of(database, name) for name in tables_of(database)}


def _counts(database_url: str) -> dict[str, int]:
    listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(database_url) as target:
        return {name: _count_of(target, name) for (name,) in target.execute(listed).fetchall()}


def _count_of(target: psycopg.Connection, table: str) -> int:
    found = target.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table))).fetchone()
    return found[0] if found else 0


def _check_chains(data: Path, database_url: str, checked: Checked) -> None:
    # In a process of its own: the settings of this one may belong to another desk.
    environment = {**os.environ, "MUHATAP_DATA": str(data), "MUHATAP_DATABASE_URL": database_url}
    environment.pop("MUHATAP_KEYRING", None)
    done = subprocess.run(
        [sys.executable, "-m", "muhatap.wiring.console", "audit", "verify", "--json"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        said = json.loads(done.stdout)
    except ValueError:
        checked.note(False, f"chains: {done.stderr.strip()[-300:]}")
        return
    what = f"chains: {said['streams']} streams, {said['events']} events, {said['head_logs']} head logs"
    checked.note(bool(said["intact"]), what if said["intact"] else f"{what}; first fault: {said['first']}")
