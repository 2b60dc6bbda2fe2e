"""A load generator in a process of its own: keep-alive connections that wait for each answer.

python -m bench.load < job.json > result.json
"""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.machine import ROOT

_BUFFER = 1 << 16


def run_load(job: dict[str, Any]) -> dict[str, Any]:
    """Run a job in another process: `port`, `clients`, `requests` (raw texts), `rounds`, `seconds`."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "bench.load"], input=json.dumps(job), capture_output=True, text=True,
        cwd=ROOT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


class _Client(threading.Thread):
    def __init__(self, job: dict[str, Any], requests: Iterator[str]) -> None:
        super().__init__(daemon=True)
        self.job, self.requests = job, requests
        self.times: list[float] = []
        self.statuses: dict[str, int] = {}

    def run(self) -> None:
        until = time.monotonic() + self.job["seconds"]
        with socket.create_connection(("127.0.0.1", self.job["port"])) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for request in self.requests:
                if time.monotonic() > until:
                    break
                began = time.perf_counter()
                connection.sendall(request.encode())
                status = _read(connection)
                self.times.append(time.perf_counter() - began)
                self.statuses[status] = self.statuses.get(status, 0) + 1


def _read(connection: socket.socket) -> str:
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(_BUFFER)
        if not part:
            raise ConnectionError("the server closed the connection")
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    if lengths:
        missing = int(lengths[0].split(b":")[1]) - len(body)
        while missing > 0:
            missing -= len(connection.recv(min(_BUFFER, missing)))
    else:
        while not body.endswith(b"0\r\n\r\n"):
            body += connection.recv(_BUFFER)
    return head.split(b" ", 2)[1].decode()


def main() -> None:
    """Read a job, run it, write its result."""
    job = json.load(sys.stdin)
    # Shared by all: the kernel may give one process most of the connections, which then must not set the end.
    requests = iter(job["requests"])
    clients = [_Client(job, requests) for _ in range(job["clients"])]
    began, used = time.perf_counter(), time.process_time()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds = time.perf_counter() - began
    statuses: dict[str, int] = {}
    for client in clients:
        for status, count in client.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    json.dump(
        {
            "times": [each for client in clients for each in client.times],
            "seconds": seconds,
            "statuses": statuses,
            "client_cpu_share": (time.process_time() - used) / seconds,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
