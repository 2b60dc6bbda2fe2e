"""`bin/faults` in its short form: Postfix, Dovecot, kill -9 of every mail process, a balanced ledger."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from faults.desk import ROOT
from faults.packages import provide_servers
from faults.run import DATABASES, FAILED, ONLY_ON, PASSED, SCENARIOS, main


def short_form(scenario: str) -> list[dict]:
    missing = provide_servers()
    assert not missing, f"the short form of bin/faults cannot run: {missing}"
    database = "postgres" if connection.vendor == "postgresql" else "sqlite"
    done = subprocess.run(
        [sys.executable, "faults/run.py", "--short", "--json", "--database", database, scenario],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == PASSED, done.stdout + done.stderr
    results = json.loads(done.stdout)["results"]
    assert len(results) == (database in ONLY_ON.get(scenario, DATABASES))
    assert all((each["scenario"], each["database"]) == (scenario, database) for each in results)
    return results


@pytest.mark.database
def test_kills_lose_nothing_and_double_nothing_on_the_way_through_real_servers():
    (result,) = short_form("kills")
    assert result["figures"]["kills"] == 4
    assert result["figures"]["mails accepted"] >= 10
    assert len(result["checks"]) >= 14


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("scenario", sorted(set(SCENARIOS) - {"kills"}))
def test_the_other_faults_lose_nothing_either(scenario):
    for result in short_form(scenario):
        assert len(result["checks"]) >= 4


@pytest.mark.parametrize("arguments", [["--rounds", "0"], ["weather"], ["--database", "oracle"]])
def test_wrong_use_is_told(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "bin/faults" in capsys.readouterr().err


def test_every_scenario_has_a_module_and_every_module_is_a_scenario():
    modules = {path.stem for path in (ROOT / "faults" / "scenarios").glob("[a-z]*.py")}
    assert modules == set(SCENARIOS)


def test_a_broken_check_is_a_failure(monkeypatch, capsys):
    said = {"checks": [{"what": "each once", "passed": False, "found": "7 twice"}], "figures": {"kills": 1}}

    def one(*_arguments, **_more):
        return subprocess.CompletedProcess([], 0, json.dumps(said))

    monkeypatch.setattr("faults.run.provide_servers", lambda: "")
    monkeypatch.setattr("faults.run.subprocess.run", one)
    assert main(["--database", "sqlite", "kills"]) == FAILED
    assert "FAILED  each once  7 twice" in capsys.readouterr().out
