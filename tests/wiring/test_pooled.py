"""The desk behind a real pgbouncer that gives each transaction another connection: nothing depends on one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.cluster import private_postgresql
from tests.servers.pgbouncer import pooled
from tests.servers.redis import redis_server

__all__ = ["redis_server"]
ROOT = Path(__file__).parents[2]
# What keeps something beside its transaction if anything does: API, sweep, relay, leases, search, numbers.
_LANE = [
    "tests/channels/api/test_opening.py",
    "tests/channels/api/test_idempotency.py",
    "tests/promises/test_clocks.py",
    "tests/promises/test_killed_sweep.py",
    "tests/audit/test_relay.py",
    "tests/wiring/test_working.py",
    "tests/cases/test_numbers.py",
    "tests/cases/test_search.py",
    "tests/reports/test_following.py",
]


@pytest.fixture(scope="module")
def pool():
    with private_postgresql() as server, pooled(server) as address:
        yield server, address


def environment(tmp_path, server: str, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MUHATAP_", "PYTEST"))}
    return kept | {
        "MUHATAP_DATA": str(tmp_path / "data"),
        "MUHATAP_DATABASE_URL": address,
        "MUHATAP_DATABASE_POOLED": "1",
        "MUHATAP_DATABASE_DIRECT_URL": server,
    }


@pytest.mark.slow
def test_api_sweep_and_relay_pass_behind_a_pooler(pool, tmp_path):
    lane = [path for path in _LANE if (ROOT / path).exists()]
    assert len(lane) >= 5
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", *lane],
        cwd=ROOT, env=environment(tmp_path, *pool), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.slow
def test_a_desk_is_made_backed_up_and_well_behind_a_pooler(pool, tmp_path, redis_server):
    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "muhatap.wiring.console", *command],
            cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip

    surroundings = environment(tmp_path, *pool) | {"MUHATAP_BUS_URL": redis_server.url}
    done = run("setup", "--charter", str(ROOT / "charters" / "nehir.yaml"))
    assert done.returncode == 0, done.stderr
    told = run("doctor").stdout
    assert "Behind a pooler; the server itself answers too." in told
    assert "Notices between nodes go by Redis." in told
    backup = run("backup", str(tmp_path / "desk.backup"), "--json")
    assert backup.returncode == 0, backup.stderr
    assert run("audit", "verify").returncode == 0


def test_a_pooler_without_another_way_to_listen_is_refused(tmp_path):
    surroundings = environment(tmp_path, "", "postgres://nobody@127.0.0.1:9/none")
    del surroundings["MUHATAP_DATABASE_DIRECT_URL"]
    done = subprocess.run(
        [sys.executable, "-m", "muhatap.wiring.console", "doctor"],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "nobody can listen through a pooler" in done.stderr
