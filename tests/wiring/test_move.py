"""`muhatap move`: an embedded desk goes over to PostgreSQL whole, or not at all."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.wiring.console import main
from muhatap.wiring.environment import ROOT
from muhatap.wiring.keeping import moving
from tests.house.databases import another_database
from tests.world import NOON, make_case


def muhatap(data, *command: str, database: str = "sqlite") -> subprocess.CompletedProcess:
    environment = {**os.environ, "MUHATAP_DATABASE_URL": database}
    return subprocess.run(
        [sys.executable, "-m", "muhatap.wiring.console", *command, "--data", str(data)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def target(transactional_db):
    """The address of an empty database, where this lane has a server."""
    with another_database("moved") as address:
        yield address


def test_an_embedded_desk_moves_whole_and_goes_on(target, tmp_path):
    if not target:
        return
    data = tmp_path / "desk"
    assert muhatap(data, "setup", "--demo").returncode == 0
    done = muhatap(data, "move", "--to", target, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["differing"] == []
    assert told["chains"]["intact"]
    assert told["rows"] > 1000
    compared = muhatap(data, "move", "--to", target, "--compare", "--json")
    assert compared.returncode == 0, compared.stderr
    assert json.loads(compared.stdout) == told
    swept = muhatap(data, "promises", "sweep", "--at", "2099-01-01T00:00:00+03:00", database=target)
    assert swept.returncode == 0, swept.stderr
    assert muhatap(data, "audit", "verify", database=target).returncode == 0
    again = muhatap(data, "move", "--to", target)
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_what_cannot_be_moved_is_said(tmp_path, target, capsys):
    if target:
        assert main(["move", "--to", target]) == 2
        assert "on PostgreSQL already" in capsys.readouterr().err
    assert main(["move", "--to", "mysql://a/b"]) == 2
    assert main(["move"]) == 2
    sqlite3.connect(tmp_path / "muhatap.sqlite3").close()
    old = muhatap(tmp_path, "move", "--to", "postgres://a@127.0.0.1:1/b")
    assert old.returncode == 2
    assert "older version" in old.stderr


@pytest.mark.django_db
def test_the_sums_see_a_changed_value_but_not_another_order(world, capsys):
    first, second = make_case(world, at=NOON), make_case(world, at=NOON)
    before = moving.sums()
    assert before["cases_case"].rows == 2
    type(first).objects.filter(id=second.id).update(subject=f"{second.subject}!")
    after = moving.sums()
    assert {name for name in before if before[name] != after[name]} == {"cases_case"}
    assert main(["move", "--sums"]) == 0
    assert json.loads(capsys.readouterr().out)["cases_case"] == [2, after["cases_case"].digest]


def summed(rows) -> moving.Sum:
    summing = moving._Summing()
    for row in rows:
        summing.add(row)
    return summing.done()


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.binary(), st.datetimes(timezones=st.just(UTC))
)


@given(st.lists(st.tuples(VALUES, VALUES), max_size=8), st.randoms(use_true_random=False))
def test_order_does_not_count_and_rows_do(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert summed(rows) == summed(mixed)
    assert summed([*rows, (1, 2)]) != summed(rows)


def test_what_both_databases_say_differently_counts_the_same():
    istanbul = timezone(timedelta(hours=3))
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert summed([(at, {"a": 1, "b": [2]}, memoryview(b"x"))]) == summed(
        [(at.astimezone(istanbul), {"b": [2], "a": 1}, b"x")]
    )
    assert summed([("ab", "c")]) != summed([("a", "bc")])
    assert summed([(None,)]) != summed([("",)])
