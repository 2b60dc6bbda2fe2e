"""`bin/test` says honestly what ran: a lane that found nothing or could not start is never a pass."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.house import lanes, packages
from tests.house.again import NOTED_AT, Failures, worth_a_second_look
from tests.house.lanes import CANNOT_RUN, Result


@pytest.mark.parametrize(
    ("first", "second", "is_part", "code"),
    [
        (0, 0, False, 0),
        (1, 0, False, 1),
        (0, 1, False, 1),
        (0, 5, False, CANNOT_RUN),
        (0, 5, True, 0),
        (5, 5, True, CANNOT_RUN),
        (0, 3, True, CANNOT_RUN),
        (1, 2, False, CANNOT_RUN),
        (0, -9, False, CANNOT_RUN),
    ],
)
def test_exit_code_is_that_of_the_worst_lane(first, second, is_part, code, capsys):
    assert lanes._summary([Result("SQLite", first, 1), Result("PostgreSQL", second, 1)], is_part) == code
    assert ("passed" if code == 0 else "FAILED") in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.parametrize(
    ("failed", "looked_at"),
    [
        ({"a": True}, ["a"]),
        ({"a": True, "b": False}, []),
        ({"a": False}, []),
        (dict.fromkeys("abcd", True), []),
        ({}, []),
    ],
)
def test_few_failures_of_a_browser_are_seen_a_second_time(failed, looked_at, tmp_path):
    noted = tmp_path / "failed"
    noted.write_text(json.dumps(failed))
    assert worth_a_second_look(noted) == looked_at
    assert worth_a_second_look(tmp_path / "nothing") == []


@pytest.mark.parametrize(
    ("kind", "codes", "code"),
    [
        ("browser", [1, 0], 0),
        ("journey", [1, 1], 1),
        ("database", [1], 1),
        ("browser", [0], 0),
        ("browser", [3], 3),
    ],
)
def test_a_second_look_is_loud_and_decides(kind, codes, code, monkeypatch, capsys):
    runs = []

    def run(command, env, **_):
        runs.append(command)
        failures = Failures(Path(env[NOTED_AT]))
        if codes[0] == 1:
            failures.pytest_runtest_logreport(
                SimpleNamespace(failed=True, nodeid="tests/a.py::it", keywords={kind: 1})
            )
        failures.pytest_runtest_logreport(SimpleNamespace(failed=False, nodeid="b", keywords={}))
        failures.pytest_sessionfinish()
        return SimpleNamespace(returncode=codes[len(runs) - 1])

    monkeypatch.setattr(lanes.subprocess, "run", run)
    assert lanes._run("SQLite", "not slow", []).code == code
    assert len(runs) == len(codes)
    assert ("UNSTEADY" in capsys.readouterr().out) == (len(codes) == 2)
    assert ("tests/a.py::it" in runs[-1]) == (len(codes) == 2)


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine without PostgreSQL, whose apt-get writes down what it is asked."""
    installed, asked = tmp_path / "installed", tmp_path / "asked"
    (apt := tmp_path / "apt-get").write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\n'
        f'case "$*" in *update*) touch {asked}.fresh;; *) [ -e {asked}.fresh ] && touch {installed};; esac\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(packages, "NEEDED", {"postgresql": installed.exists})
    return asked


def test_root_installs_what_is_missing_and_refreshes_an_old_index(bare_machine, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert packages.provide_packages()
    install = "-qq install --yes --no-install-recommends postgresql"
    assert bare_machine.read_text().splitlines() == [install, "-qq update", install]


def test_anyone_else_is_told_what_to_install(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert not packages.provide_packages()
    assert "apt-get install --no-install-recommends postgresql" in capsys.readouterr().err
    assert not bare_machine.exists()


def test_what_is_there_is_not_installed_again(monkeypatch):
    monkeypatch.setattr(packages, "NEEDED", {"postgresql": lambda: True})
    assert packages.provide_packages()
