"""Figures are read from a copy that is fresh, and from the first database whenever it is not."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client

from muhatap.desk.insights.mailed import report_of
from muhatap.reports import queries, standby
from muhatap.reports.queries import Period
from tests.house.cluster import private_postgresql
from tests.servers.standby import read_copy
from tests.world import NOON

ROOT = Path(__file__).parents[2]
DAYS = Period(NOON.date(), NOON.date() + timedelta(days=1))


@pytest.fixture
def copy(monkeypatch, settings):
    """A copy that says of itself what the test lets it say."""

    class Said:
        answer: object = (True, datetime.now(UTC))

    def asked():
        if isinstance(Said.answer, Exception):
            raise Said.answer
        return Said.answer

    settings.MUHATAP_REPLICA_SECONDS = 60
    monkeypatch.setitem(connections.settings, "replica", connections.settings["default"])
    monkeypatch.setattr(standby, "_asked", asked)
    monkeypatch.setattr(standby, "_LOOKED_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(standby, "_LEFT_ALONE_SECONDS", 0.0)
    monkeypatch.setattr(standby._Known, "look_again_at", 0.0)
    yield Said
    if hasattr(connections._connections, "replica"):
        connections["replica"].close()
        del connections["replica"]


def test_without_a_copy_nothing_is_asked():
    with standby.from_copy():
        assert (standby.alias(), standby.told_from(), standby.trouble()) == ("default", None, "")


def test_a_fresh_copy_is_read_only_where_it_is_wanted(copy):
    assert standby.alias() == "default"
    with standby.from_copy():
        assert standby.alias() == "replica"
        assert standby.told_from() == copy.answer[1]


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        ((True, datetime.now(UTC) - timedelta(hours=1)), "behind"),
        ((True, None), "not followed"),
        ((False, datetime.now(UTC)), "follows nobody"),
        (OperationalError("connection refused"), "refused"),
    ],
)
def test_a_copy_that_is_old_promoted_or_away_is_not_read(copy, answer, because):
    copy.answer = answer
    with standby.from_copy():
        assert (standby.alias(), standby.told_from()) == ("default", None)
    assert because in standby.trouble()


def test_reads_with_statements_of_their_own_go_there_and_come_back(copy):
    def read(using):
        if using == standby.COPY:
            raise OperationalError("away")
        return using

    with standby.from_copy():
        assert standby.read_from(lambda using: using) == "replica"
        assert standby.read_from(read) == "default"
    assert standby.read_from(lambda using: using) == "default"


@pytest.mark.django_db(databases=["default"])
def test_forecast_survey_results_and_mailed_reports_ask_the_copy(copy, world, monkeypatch):
    asked = []

    def noted(self):
        asked.append(self.alias)
        raise OperationalError("away")

    monkeypatch.setattr(connections["replica"], "cursor", lambda: noted(connections["replica"]))
    monkeypatch.setattr(connections["replica"], "chunked_cursor", lambda: noted(connections["replica"]))
    client = Client()
    client.force_login(world.staff["mert"])
    session = client.session
    session["second_factor_passed"] = world.staff["mert"].pk
    session.save()
    for place in ("/desk/insights/staffing/", "/desk/surveys/"):
        assert client.get(place).status_code == 200
        assert asked == ["replica"] * len(asked) != []
        asked.clear()
    report_of(world.brand, DAYS, NOON)
    assert asked


@pytest.mark.django_db(databases=["default"])
def test_a_copy_that_breaks_while_it_is_asked_costs_nobody_the_figures(copy, world, monkeypatch):
    broken = []

    def refuse(*_arguments, **_more):
        broken.append(1)
        raise OperationalError("canceling statement due to conflict with recovery")

    with standby.from_copy():
        monkeypatch.setattr(connections["replica"], "cursor", refuse)
        monkeypatch.setattr(connections["replica"], "chunked_cursor", refuse)
        figure = queries.figure("frt_median", DAYS, brands=[world.brand])
        assert figure.value is None
        copy.answer = (True, datetime.now(UTC))
        assert list(queries.observations(DAYS, brand=world.brand)) == []
    assert len(broken) == 2


def run(environment: dict[str, str], *command: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "muhatap.wiring.console", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout) if done.stdout.startswith(("{", "[")) else {}


@pytest.mark.slow
def test_a_real_copy_follows_is_read_grows_old_and_is_left(tmp_path):
    """A cluster, its streaming copy, and the console that reads figures there."""
    with private_postgresql() as first:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MUHATAP_")},
            "MUHATAP_DATA": str(tmp_path / "data"),
            "MUHATAP_DATABASE_URL": first,
            "MUHATAP_REPLICA_SECONDS": "60",
            "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings",
        }
        run(environment, "setup", "--charter", str(ROOT / "charters" / "nehir.yaml"))
        with read_copy(first) as second, psycopg.connect(first, autocommit=True) as writing:
            environment["MUHATAP_REPLICA_URL"] = second

            def words(seconds: str = "60") -> str:
                writing.execute("UPDATE django_migrations SET applied = applied WHERE id = 1")
                time.sleep(1)
                found = run(environment | {"MUHATAP_REPLICA_SECONDS": seconds}, "doctor", "--json")[
                    "findings"
                ]
                return next(each["words"] for each in found if each["name"] == "replica")

            assert "read from the copy." in words()
            with psycopg.connect(second, autocommit=True) as reading:
                before = _scans(reading)
                run(environment, "report", "kpi", "--period", "2026-01", "--json")
                time.sleep(1.5)
                assert _scans(reading) > before
                reading.execute("SELECT pg_wal_replay_pause()")
                time.sleep(1)
                assert "behind" in words("1")
                reading.execute("SELECT pg_wal_replay_resume()")
            assert "read from the copy." in words()
            with psycopg.connect(second, autocommit=True) as reading:
                reading.execute("SELECT pg_promote()")
            assert "follows nobody" in words()


def _scans(reading: psycopg.Connection) -> int:
    found = reading.execute(
        "SELECT sum(seq_scan + COALESCE(idx_scan, 0)) FROM pg_stat_user_tables "
        "WHERE relname = 'reports_rollup'"
    ).fetchone()
    return int(found[0] or 0) if found else 0
