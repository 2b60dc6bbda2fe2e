"""`muhatap serve`: one command, one port, an orderly end, and no orphans."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

SERVE = [sys.executable, "-m", "muhatap.wiring.console", "serve"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(data: Path, *more: str):
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "muhatap.wiring.console",
            "serve",
            "--port",
            str(port),
            "--processes",
            "1",
            *more,
        ],
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("MUHATAP_")},
            "MUHATAP_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(lambda: answers(port), process)
        yield port, process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        finally:
            process.kill()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/staff/login/") as page:
            return page.status == 200
    except OSError:
        return False


def wait_for(condition, process=None) -> None:
    for _ in range(1200):
        if condition():
            return
        assert process is None or process.poll() is None, "the desk ended by itself"
        time.sleep(0.05)
    pytest.fail("it never came")


def test_the_first_start_makes_a_desk_and_the_second_finds_it(tmp_path):
    charter = Path(__file__).parents[2] / "charters" / "liman.yaml"
    with served(tmp_path, "--no-demo", "--charter", str(charter)) as (port, process):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/liman/") as page:
            assert "Liman" in page.read().decode()
            assert "script-src 'self'" in page.headers["Content-Security-Policy"]
            assert page.headers["X-Content-Type-Options"] == "nosniff"
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) == 2
    assert process.returncode == 0
    assert "customers" in process.stdout.read()
    assert not any(child.is_running() for child in children)
    with (
        served(tmp_path, "--no-demo") as (port, _),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/liman/"),
    ):
        pass


def test_a_child_that_dies_is_replaced_and_children_end_with_their_parent(tmp_path):
    with served(tmp_path, "--no-demo") as (port, process):
        parent = psutil.Process(process.pid)
        first = parent.children()
        first[0].kill()
        wait_for(lambda: len([c for c in parent.children() if c.status() != "zombie"]) == 2)
        wait_for(lambda: answers(port))
        children = parent.children()
        process.kill()
        wait_for(lambda: not any(child.is_running() and child.status() != "zombie" for child in children))


def test_a_taken_port_is_said_plainly(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [*SERVE, "--port", str(taken.getsockname()[1])],
            env={**os.environ, "MUHATAP_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_data_folder_is_private(tmp_path):
    data = tmp_path / "fresh"
    with served(data, "--no-demo"):
        assert data.stat().st_mode & 0o077 == 0
        assert (data / "keyring.json").stat().st_mode & 0o077 == 0
