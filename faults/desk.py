"""A desk under attack: its folder, its database, and its processes, which may be killed at any moment."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHARTER = ROOT / "charters" / "nehir.yaml"
_PATIENCE = 240.0


@dataclass
class Desk:
    """An installation that is used by its own commands only."""

    data: Path
    database_url: str
    smtp_url: str = ""
    # Further variables, and another program that takes the product's commands.
    more: dict[str, str] = field(default_factory=dict)
    program: str = "muhatap.wiring.console"
    patience: float = _PATIENCE

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its processes run with."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("MUHATAP_")},
            "MUHATAP_DATA": str(self.data),
            "MUHATAP_DATABASE_URL": self.database_url,
            "MUHATAP_SMTP_URL": self.smtp_url,
            "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings",
            **self.more,
        }

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen:
        """Start a command of the product; what it complains of goes to `worker.log` in the folder above."""
        with (self.data.parent / "worker.log").open("ab") as log:
            return subprocess.Popen(
                self._command(*arguments),
                cwd=ROOT, env=self.environment, stdin=stdin, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip

    def console(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command of the product to its end."""
        return subprocess.run(
            self._command(*arguments),
            cwd=ROOT, env=self.environment, input=stdin, capture_output=True, check=False,
            timeout=self.patience,
        )  # fmt: skip

    def must(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run a command that has to succeed; what it printed."""
        done = self.console(*arguments, stdin=stdin)
        if done.returncode:
            raise RuntimeError(f"muhatap {' '.join(arguments)}: {done.stderr.decode()[-3000:]}")
        return done.stdout.decode()

    def prepare(self) -> None:
        """Make its tables, its brand, and a supervisor who is told of trouble."""
        self.must("setup", "--charter", str(CHARTER))
        self.must(
            "staff", "create", "nazli@nehir.example", "--name", "Nazlı", "--role", "supervisor",
            "--password-stdin", stdin=b"sinama-parolasi-7\n",
        )  # fmt: skip

    @contextmanager
    def working(self, *arguments: str) -> Iterator["Victim"]:
        """A process that is started again whenever it ends, until the end of the block."""
        victim = Victim(self, arguments or ("work",))
        victim.start()
        try:
            yield victim
        finally:
            victim.end()

    def token(self) -> str:
        """A token with which programs open cases."""
        told = self.must("token", "create", "--name", "faults", "--scope", "cases:write", "--json")
        return json.loads(told)["token"]

    @contextmanager
    def serving(self, port: int) -> Iterator["Victim"]:
        """The whole desk on one address, ready when the block begins."""
        with self.working("serve", "--no-demo", "--port", str(port), "--processes", "2") as server:
            until = time.monotonic() + _PATIENCE
            while not is_ready(port):
                if time.monotonic() > until or server.process.poll() is not None:
                    log = (self.data.parent / "worker.log").read_text(errors="replace")
                    raise RuntimeError(f"the desk does not serve: {log[-2000:]}")
                time.sleep(0.2)
            yield server

    def background(self) -> int | None:
        """The process that holds the schedule, by the sign that it shows."""
        folder = self.data / "run" / "holders"
        names = [each.name for each in folder.glob("*:*")] if folder.is_dir() else []
        return int(names[-1].rpartition(":")[2]) if names else None

    def sending_now(self) -> int:
        """How many deliveries are in a worker's hands at this moment."""
        folder = self.data / "run" / "sending"
        return len(list(folder.glob("[0-9]*"))) if folder.is_dir() else 0

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", self.program, *arguments]


def is_ready(port: int) -> bool:
    """Whether a desk on this port says that it can serve."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10):
        return True
    return False


@dataclass
class Victim:
    """A process of the desk that can be frozen, killed as a power cut does, and started again."""

    desk: Desk
    arguments: tuple[str, ...]
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What it does, as its command says."""
        return " ".join(self.arguments[:2])

    def start(self) -> None:
        """Start it."""
        self.process = self.desk.start(*self.arguments)

    def keep_running(self) -> None:
        """Start it again when it has ended by itself."""
        if self.process is None or self.process.poll() is not None:
            self.start()

    def freeze(self) -> bool:
        """Stop it in the middle of whatever it does; False when it has just ended."""
        if self.process is None or self.process.poll() is not None:
            return False
        self.process.send_signal(signal.SIGSTOP)
        return True

    def kill(self) -> None:
        """End it without a word."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)

    def end(self) -> None:
        """End it in order, or else without."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
