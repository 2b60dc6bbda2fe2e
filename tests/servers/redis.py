"""Debian's Redis on a free loopback port: nothing is kept, so that a restart is an empty one."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.servers.loopback import HOST, free_port, wait_for_port

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server") or ""


@dataclass
class RedisServer:
    """A server that can be stopped and started again, empty."""

    port: int
    host: str = HOST
    _process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"redis://{self.host}:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and wait until it listens."""
        self._process = subprocess.Popen(
            [
                PROGRAM,
                "--port",
                str(self.port),
                "--bind",
                *{HOST, self.host},
                "--protected-mode",
                "no",
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            stdout=subprocess.DEVNULL,
        )
        wait_for_port(self.port)

    def stop(self) -> None:
        """End it without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this test."""
    server = RedisServer(free_port())
    server.start()
    yield server
    server.stop()
