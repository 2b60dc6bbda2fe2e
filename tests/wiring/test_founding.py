"""An empty database is founded at once, and is the one that all migrations would have made."""

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import django
import psycopg
import pytest
from django.db import connection

from muhatap.wiring.environment import ROOT
from muhatap.wiring.founding import found
from tests.house.databases import another_database

# Walking takes most of a minute, so it is done when a migration is new; this says for which it was.
_WALKED = Path(__file__).with_name("walked.json")
_WALK = "bin/test --full tests/wiring/test_founding.py walks both ways and writes walked.json: commit it"
# A name that Django makes from a table's name at the time; the rest of the statement says what it is.
_MADE_UP = re.compile(r'"?\b[a-z_0-9]+_[0-9a-f]{8}(_[a-z]+)*"?')
_OF_POSTGRESQL = (
    """SELECT 'column', table_name, column_name, data_type, coalesce(column_default, ''), is_nullable,
       coalesce(character_maximum_length, 0)::text, is_identity
       FROM information_schema.columns WHERE table_schema = 'public'""",
    """SELECT 'constraint', conrelid::regclass::text, contype::text, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    r"""SELECT 'index', tablename, regexp_replace(indexdef, 'INDEX \S+ ON', 'INDEX ON') FROM pg_indexes
       WHERE schemaname = 'public'""",
    "SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT 'sequence', sequencename FROM pg_sequences WHERE schemaname = 'public'",
)


def migrated(folder, database: str, *more: str) -> None:
    environment = {**os.environ, "MUHATAP_DATA": str(folder), "MUHATAP_DATABASE_URL": database}
    environment["DJANGO_SETTINGS_MODULE"] = "muhatap.wiring.settings"
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", *more],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def shape_of_sqlite(path) -> Counter:
    with closing(sqlite3.connect(path)) as database:
        shape = Counter(
            f"migration {row}" for row in database.execute("SELECT app, name FROM django_migrations")
        )
        for kind, sql in database.execute("SELECT type, coalesce(sql, name) FROM sqlite_master"):
            words = _MADE_UP.sub("NAME", " ".join(sql.split()))
            # Columns that came later stand at the end.
            parts = sorted(re.split(r", (?=\"|CONSTRAINT)", words)) if kind == "table" else [words]
            shape["|".join(part.strip("() ") for part in parts) if kind == "table" else words] += 1
    return shape


def shape_of_postgresql(url: str) -> Counter:
    with psycopg.connect(url) as database:
        rows = [row for query in _OF_POSTGRESQL for row in database.execute(query).fetchall()]
        rows += database.execute("SELECT 'migration', app, name FROM django_migrations").fetchall()
    return Counter(_MADE_UP.sub("NAME", " ".join(map(str, row))) for row in rows)


def migrations_now() -> str:
    """What founding depends on: the migrations, itself, and the series of Django."""
    seen = hashlib.sha256(".".join(map(str, django.VERSION[:2])).encode())
    for path in [*sorted(ROOT.glob("muhatap/*/migrations/0*.py")), ROOT / "muhatap/wiring/founding.py"]:
        seen.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def note_walked(database: str) -> None:
    walked = json.loads(_WALKED.read_text()) | {database: migrations_now()}
    _WALKED.write_text(json.dumps(walked, indent=1, sort_keys=True) + "\n")


def test_both_ways_were_walked_with_these_migrations():
    walked = json.loads(_WALKED.read_text())
    assert walked == {"postgresql": migrations_now(), "sqlite": migrations_now()}, _WALK


@pytest.fixture
def two_databases(transactional_db):
    """The addresses of two empty databases, where this lane has a server; none otherwise."""
    with another_database("founded") as short, another_database("walked") as long:
        yield (short, long) if short else ()


@pytest.mark.slow
def test_the_short_way_ends_where_the_long_one_does(two_databases, tmp_path):
    if not two_databases:
        return
    short, long = two_databases
    migrated(tmp_path / "short", short)
    migrated(tmp_path / "long", long, "--long-way")
    assert_same(*[shape_of_postgresql(url) for url in two_databases])
    note_walked("postgresql")


@pytest.mark.slow
def test_it_does_so_on_sqlite_too(tmp_path):
    migrated(tmp_path / "short", "sqlite")
    migrated(tmp_path / "long", "sqlite", "--long-way")
    assert_same(*[shape_of_sqlite(tmp_path / name / "muhatap.sqlite3") for name in ("short", "long")])
    note_walked("sqlite")


def assert_same(short: Counter, long: Counter) -> None:
    assert short.total() > 500
    assert (short - long, long - short) == (Counter(), Counter())


@pytest.mark.django_db
def test_a_database_with_tables_is_left_alone():
    before = connection.introspection.table_names()
    assert found() is False
    assert connection.introspection.table_names() == before
