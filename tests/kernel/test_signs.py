"""A sign of life is seen while its process lives, and told to one other once it has died."""

import os
import signal
import subprocess
import sys

import pytest

from muhatap.kernel import signs

_SHOWING = """
import sys, time
from pathlib import Path
from muhatap.kernel import signs
signs.show(Path(sys.argv[1]), "worker-1")
print("shown", flush=True)
time.sleep(60)
"""


@pytest.fixture
def living(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", _SHOWING, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "shown\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_living_are_not_missed_and_the_dead_are_told_once(living, tmp_path):
    assert signs.left_by_the_dead(tmp_path) == []
    os.kill(living.pid, signal.SIGKILL)
    living.wait()
    assert signs.left_by_the_dead(tmp_path) == ["worker-1"]
    assert signs.left_by_the_dead(tmp_path) == []


def test_ones_own_sign_is_no_dead_ones(tmp_path):
    signs.show(tmp_path / "new", "7")
    assert signs.left_by_the_dead(tmp_path / "new") == []
    signs.take_down(tmp_path / "new", "7")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_sign_takes_the_place_of_a_dead_ones(tmp_path):
    (tmp_path / "7").touch()
    signs.show(tmp_path, "7")
    assert signs.left_by_the_dead(tmp_path) == []
    signs.take_down(tmp_path, "7")


def test_what_died_before_it_was_seen_is_cleared_away(tmp_path):
    (tmp_path / ".7.4711").touch()
    assert signs.left_by_the_dead(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("folder", ["missing", "a/b"])
def test_without_a_folder_nobody_died(tmp_path, folder):
    assert signs.left_by_the_dead(tmp_path / folder) == []
    signs.take_down(tmp_path / folder, "7")


def test_where_nothing_can_be_written_no_sign_is_shown(tmp_path):
    (tmp_path / "file").touch()
    signs.show(tmp_path / "file", "7")
    assert signs.left_by_the_dead(tmp_path / "file") == []


def test_an_abandoned_sign_is_a_dead_ones(tmp_path):
    signs.show(tmp_path, "7")
    signs.abandon(tmp_path, "7")
    signs.take_down(tmp_path, "7")
    assert signs.left_by_the_dead(tmp_path) == ["7"]
