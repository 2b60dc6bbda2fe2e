"""A desk under measurement: its folder, its database, its server process."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.machine import ROOT

_PATIENCE = 120.0
# A desk at rest uses less of a processor than this, so many looks in a row: jobs of a minute come between.
_QUIET_SHARE, _QUIET_LOOKS, _LOOK_SECONDS = 0.15, 5, 2.0
_PATIENCE_FOR_REST = 2400.0


@dataclass(slots=True)
class Desk:
    """An installation that can be started and stopped like any other."""

    data: Path
    database_url: str
    port: int = 0
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its processes run with."""
        return {
            **os.environ,
            "MUHATAP_DATA": str(self.data),
            "MUHATAP_DATABASE_URL": self.database_url,
            "MUHATAP_ORIGIN": f"http://127.0.0.1:{self.port}",
        }

    def start(self, *, demo: bool = False, page: str = "/api/v1/openapi.json") -> float:
        """Start the real server with two web processes; the seconds until its first page was read."""
        self.port = free_port()
        began = time.monotonic()
        arguments = ["serve", "--port", str(self.port), "--processes", "2", *([] if demo else ["--no-demo"])]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "muhatap.wiring.console", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.data / "server.log").open("ab"),
        )
        while time.monotonic() - began < _PATIENCE:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {(self.data / 'server.log').read_text()[-2000:]}")
            if self.answers(page):
                return time.monotonic() - began
            time.sleep(0.02)
        raise RuntimeError("the server does not answer")

    def answers(self, page: str) -> bool:
        """Whether a page is served."""
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", page)
            return connection.getresponse().status < 500
        return False

    def stop(self) -> None:
        """End the server and wait for it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)
            self.process = None

    def memory_mb(self) -> float:
        """Proportional set size of the server's whole process tree."""
        return sum(_pss(pid) for pid in _tree(self.process.pid)) / 1024 if self.process else 0.0

    def cpu_seconds(self) -> float:
        """Processor time that the server's processes have used."""
        return sum(_ticks(pid) for pid in _tree(self.process.pid)) / os.sysconf("SC_CLK_TCK")

    def rest(self) -> float:
        """Wait until the server has done what a new history asks of it; the seconds it took."""
        began, quiet = time.monotonic(), 0
        before = self._ticks_by_process()
        while quiet < _QUIET_LOOKS and time.monotonic() < began + _PATIENCE_FOR_REST:
            time.sleep(_LOOK_SECONDS)
            now = self._ticks_by_process()
            used = sum(ticks - before.get(pid, 0) for pid, ticks in now.items())
            is_quiet = used / os.sysconf("SC_CLK_TCK") < _QUIET_SHARE * _LOOK_SECONDS
            quiet, before = (quiet + 1 if is_quiet else 0), now
        return time.monotonic() - began - quiet * _LOOK_SECONDS

    def _ticks_by_process(self) -> dict[int, int]:
        return {pid: _ticks(pid) for pid in _tree(self.process.pid)} if self.process else {}

    def console(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product on this desk."""
        return subprocess.run(
            [sys.executable, "-m", "muhatap.wiring.console", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        each = waiting.pop()
        found.append(each)
        with suppress(OSError):
            waiting += [
                int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()
            ]
    return found


def _pss(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _ticks(pid: int) -> int:
    with suppress(OSError):
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(parts[11]) + int(parts[12])
    return 0
