"""Data that earlier versions made, on both databases: brought up to this one with nothing lost.

Each file of `sealed` was made by the code of that hour: charter, staff, cases by mail and of the demo, their
chains and signed heads. A new release adds its own, by `tests/upgrades/sealing.py` in a checkout of it.
"""

import io
import json
import lzma
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from muhatap.wiring.environment import ROOT
from tests.house.databases import another_database

SEALED = Path(__file__).parent / "sealed"
VERSIONS = sorted({path.name.partition(".")[0] for path in SEALED.glob("*.tar.xz")})
# What is told of one thing stays; what is derived from it may be told again.
KEPT = ("audit_event", "audit_stream", "cases_case", "cases_message", "channels_vaultitem", "accounts_staff")


@pytest.fixture
def database(transactional_db):
    """The address of an empty database where this lane has a server; nothing otherwise."""
    with another_database("upgraded") as address:
        yield address


def unsealed(version: str, database: str, folder: Path) -> Path:
    """The data of a version below a folder, and in the database when there is one."""
    kind = "postgres" if database else "sqlite"
    raw = lzma.decompress((SEALED / f"{version}.{kind}.tar.xz").read_bytes())
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        tar.extractall(folder, filter="data")
    if database:
        load = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={folder / 'dump.sql'}", database]
        subprocess.run(load, check=True, capture_output=True)
    return folder


def console(folder: Path, database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    names = {name: value for name, value in os.environ.items() if not name.startswith("MUHATAP_")}
    return subprocess.run(
        [sys.executable, "-m", "muhatap.wiring.console", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**names, "MUHATAP_DATA": str(folder), "MUHATAP_DATABASE_URL": database,
             "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings"},
    )  # fmt: skip


def rows(folder: Path, database: str) -> dict[str, int]:
    if database:
        with psycopg.connect(database) as opened:
            return {name: opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT}
    with closing(sqlite3.connect(folder / "muhatap.sqlite3")) as opened:
        return {name: opened.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT}


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("version", VERSIONS)
def test_data_of_an_earlier_version_come_through_whole(version, database, tmp_path):
    folder = unsealed(version, database, tmp_path)
    before = rows(folder, database)
    assert before["cases_case"] >= 3
    assert before["audit_event"] >= 20
    done = console(folder, database, "setup")
    assert done.returncode == 0, done.stderr
    assert "verified" in done.stderr
    after = rows(folder, database)
    assert all(after[name] >= count for name, count in before.items())
    assert after["cases_case"] == before["cases_case"]
    proved = console(folder, database, "audit", "verify", "--json")
    told = json.loads(proved.stdout)
    assert told["intact"], told
    assert told["events"] >= before["audit_event"]
    # Nothing is left to do at the second start.
    assert "steps" not in console(folder, database, "setup").stderr


def test_what_is_sealed_is_there_for_both_databases_and_small():
    files = list(SEALED.glob("*.tar.xz"))
    assert len(files) == 2 * len(VERSIONS) >= 6
    assert [path.name for path in files if path.stat().st_size > 200_000] == []
