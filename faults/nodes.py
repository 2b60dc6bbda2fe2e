"""Nodes of one desk, each with a data folder of its own, and the balancer before them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from faults.desk import ROOT, Desk

_LOOK_EVERY, _PATIENCE = 0.5, 2.0
_CHUNK = 65_536


@dataclass
class Node:
    """Pages, live edge and background work on one machine, or in a network namespace that stands for one."""

    name: str
    desk: Desk
    port: int
    more: dict[str, str]
    address: str = "127.0.0.1"
    namespace: str = ""
    _process: subprocess.Popen | None = field(default=None, repr=False)

    @classmethod
    def beside(cls, name: str, desk: Desk, port: int, **more: str) -> "Node":
        """A node that shares the first one's database and keys, and nothing else."""
        data = desk.data.parent / name
        data.mkdir(mode=0o700)
        shutil.copy(desk.data / "keyring.json", data / "keyring.json")
        return cls(name, Desk(data, desk.database_url), port, more)

    def start(self) -> None:
        """Start it in a group of its own, so that all of it can be killed at one blow."""
        inside = ["ip", "netns", "exec", self.namespace] if self.namespace else []
        command = [sys.executable, "-m", "muhatap.wiring.console", "serve", "--no-demo"]
        with (self.desk.data.parent / "worker.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*inside, *command, "--host", "0.0.0.0", "--port", str(self.port), "--processes", "2"],
                cwd=ROOT, env=self.desk.environment | self.more, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=log, start_new_session=True,
            )  # fmt: skip

    def console(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the product with what this node knows."""
        return subprocess.run(
            [sys.executable, "-m", "muhatap.wiring.console", *arguments],
            cwd=ROOT, env=self.desk.environment | self.more, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def kill(self) -> None:
        """kill -9 of everything that runs there."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None

    def is_ready(self) -> bool:
        """What a balancer asks."""
        with suppress(OSError):
            asked = urllib.request.Request(
                f"http://{self.address}:{self.port}/health/ready", headers={"Host": "127.0.0.1"}
            )
            with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:
                return answer.status == 200
        return False


class Balancer:
    """Gives each connection to the next node that is ready; knows nothing else."""

    def __init__(self, nodes: list[Node]) -> None:
        self._nodes, self._ready, self._turn = nodes, [], 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._is_open = True
        for work in (self._listen, self._look):
            threading.Thread(target=work, daemon=True).start()

    @property
    def port(self) -> int:
        """Where everybody connects to."""
        return self._listener.getsockname()[1]

    @property
    def ready(self) -> list[str]:
        """The names of the nodes that are ready."""
        return [node.name for node in self._ready]

    def close(self) -> None:
        """Take no more connections."""
        self._is_open = False
        self._listener.close()

    def _look(self) -> None:
        while self._is_open:
            self._ready = [node for node in self._nodes if node.is_ready()]
            time.sleep(_LOOK_EVERY)

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        for _ in range(len(self._ready)):
            ready = self._ready
            if not ready:
                break
            self._turn += 1
            node = ready[self._turn % len(ready)]
            with suppress(OSError):
                server = socket.create_connection((node.address, node.port), timeout=_PATIENCE)
                server.settimeout(None)
                threading.Thread(target=_carry, args=(server, client), daemon=True).start()
                _carry(client, server)
                return
        client.close()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


def file_url(folder: Path) -> str:
    """The address of a folder that nodes share."""
    folder.mkdir(exist_ok=True, mode=0o700)
    return f"file://{folder}"
