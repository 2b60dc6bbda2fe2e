"""The minder of `serve`: replaces who ends, starts at a call, ends in order, and is small."""

import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from muhatap.wiring import minding

_BEGIN = """
import json, os, signal, sys
from muhatap.wiring import minding
signal.pthread_sigmask(signal.SIG_BLOCK, minding.AWAITED)
commands = json.loads(sys.argv[1])
running = {
    os.posix_spawn(said[0], said, os.environ, setsigmask=[], setsigdef=minding.AWAITED): name
    for name, said in commands.items() if name != "work"
}
minding.begin(running, commands, frozenset({"work"}))
"""


@pytest.fixture
def mind():
    begun = []

    def begin(**commands: str) -> subprocess.Popen:
        said = json.dumps({name: ["/bin/sh", "-c", words] for name, words in commands.items()})
        begun.append(
            subprocess.Popen([sys.executable, "-c", _BEGIN, said], stderr=subprocess.PIPE, text=True)
        )
        return begun[-1]

    yield begin
    for each in begun:
        each.kill()
        each.wait()


def _lines(path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def _wait_for(condition) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it never came")


def test_the_child_at_call_runs_once_for_as_many_calls_and_is_not_replaced(mind, tmp_path):
    path = tmp_path / "said"
    minder = mind(
        stays="sleep 60",
        asks="kill -USR1 $PPID; kill -USR1 $PPID; exec sleep 60",
        work=f"echo begun >> {path}; sleep 0.5; echo ended >> {path}",
    )
    _wait_for(lambda: len(_lines(path)) == 2)
    time.sleep(1)
    assert _lines(path) == ["begun", "ended"]
    minder.send_signal(signal.SIGUSR1)
    _wait_for(lambda: len(_lines(path)) == 4)
    minder.send_signal(signal.SIGTERM)
    assert minder.wait(30) == 0


def test_who_ends_is_replaced_and_waits_longer_each_time_it_ends_soon(mind, tmp_path):
    path = tmp_path / "said"
    mind(ends=f"date +%s.%N >> {path}")
    _wait_for(lambda: len(_lines(path)) == 3)
    first, second, third = map(float, _lines(path))
    assert third - second > second - first >= 1


def test_it_ends_when_told_lets_children_finish_and_starts_nobody_more(mind, tmp_path):
    path = tmp_path / "said"
    minder = mind(
        finishes=f"trap 'echo finished >> {path}; exit' TERM; echo ready >> {path}; "
        "while :; do sleep 0.1; done",
        ends=f"echo ran >> {path}",
    )
    _wait_for(lambda: {"ready", "ran"} <= set(_lines(path)))
    minder.send_signal(signal.SIGINT)
    assert minder.wait(30) == 0
    assert sorted(_lines(path)) == ["finished", "ran", "ready"]


def test_what_cannot_be_started_is_told_and_the_others_go_on(mind, tmp_path):
    path = tmp_path / "said"
    gone = tmp_path / "gone"
    gone.write_text("#!/bin/sh\nexit 0\n")
    gone.chmod(0o700)
    said = json.dumps({"gone": [str(gone)], "stays": ["/bin/sh", "-c", f"echo here >> {path}; sleep 60"]})
    minder = subprocess.Popen([sys.executable, "-c", _BEGIN, said], stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(lambda: _lines(path))
        gone.unlink()
        assert "gone could not be started" in minder.stderr.readline()
        assert len(psutil.Process(minder.pid).children()) == 1
    finally:
        minder.send_signal(signal.SIGTERM)
        assert minder.wait(30) == 0


def test_it_is_the_same_process_and_carries_nothing_of_what_was_loaded(mind):
    minder = psutil.Process(mind(stays="sleep 60").pid)
    _wait_for(lambda: minding.__file__ in minder.cmdline())
    (child,) = minder.children()
    assert child.ppid() == minder.pid
    assert not [each.path for each in minder.memory_maps() if "site-packages" in each.path]
    tree = ast.parse(Path(minding.__file__).read_text())
    named = {each.names[0].name for each in ast.walk(tree) if isinstance(each, ast.Import)}
    named |= {each.module for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    assert named <= sys.stdlib_module_names


def test_only_a_living_minder_is_called(monkeypatch):
    sent = []
    monkeypatch.setattr(os, "kill", lambda *said: sent.append(said))
    minding.call(os.getppid() + 1)
    assert sent == []
    minding.call(os.getppid())
    assert sent == [(os.getppid(), signal.SIGUSR1)]
