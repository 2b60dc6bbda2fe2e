"""Virus scanners for tests: clamd with one signature of ours, and a peer that speaks its protocol."""

import hashlib
import socket
import socketserver
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# The test file of EICAR in two pieces, so that no scanner takes this page for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 1024 * 1024


@pytest.fixture(params=["peer", "clamd"])
def clamd(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a scanner listens: the real one, and a peer of ours that refuses what the real one may not."""
    run = _real if request.param == "clamd" else _peer
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder, run(Path(folder)) as address:
        yield address


@contextmanager
def _real(folder: Path) -> Iterator[str]:
    place = folder / "line"
    signature = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test\n"
    (folder / "ours.hdb").write_text(signature)
    (folder / "clamd.conf").write_text(
        f"LocalSocket {place}\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 1M\n"
    )
    with subprocess.Popen(["clamd", "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL) as running:
        try:
            _wait_for(place)
            yield str(place)
        finally:
            running.terminate()


def _wait_for(place: Path) -> None:
    for _ in range(300):
        if place.exists():
            return
        time.sleep(0.05)
    raise TimeoutError(place)


@contextmanager
def _peer(folder: Path) -> Iterator[str]:
    place = str(folder / "line")
    with socketserver.ThreadingUnixStreamServer(place, _Scan) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield place
        finally:
            server.shutdown()
            thread.join()


class _Scan(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        line: socket.socket = self.request
        if _exactly(line, 10) != b"zINSTREAM\0":
            line.sendall(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := struct.unpack(">I", _exactly(line, 4))[0]:
            data += _exactly(line, size)
            if len(data) > MOST:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        line.sendall(b"stream: Eicar-Test FOUND\0" if EICAR in data else b"stream: OK\0")


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = line.recv(size - len(found))
        if not more:
            raise ConnectionError(size)
        found += more
    return found
