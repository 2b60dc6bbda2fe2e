"""An S3 server of another hand (moto) on a free loopback port, and a line to it that answers as told."""

import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.servers.loopback import HOST, free_port, wait_for_port

SLOW_DOWN = (
    b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code>'
    b"<Message>Please reduce your request rate.</Message></Error>"
)
ACCESS_DENIED = (
    b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code>'
    b"<Message>Access Denied</Message></Error>"
)
RECORDED = {"slow": (503, SLOW_DOWN), "denied": (403, ACCESS_DENIED)}


@dataclass
class Bucket:
    """A bucket behind a line: what stands in `faults` happens to the next calls, one each."""

    port: int = 0
    faults: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where a desk finds it."""
        return f"s3://key:secret@desk/one?endpoint=http://{HOST}:{self.port}"

    def names(self) -> list[str]:
        """What lies in it."""
        from muhatap.kernel.stores import bucket

        self.faults.clear()
        return [name for name, _ in bucket.names_below(self.url, "")]


@pytest.fixture(scope="session")
def s3_server() -> Iterator[int]:
    """The port of a server with the bucket `desk`."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for_port(port, 60)
            yield port
        finally:
            running.kill()


@pytest.fixture
def bucket(s3_server, settings) -> Iterator[Bucket]:
    """An empty bucket where the desk keeps its files."""
    _ask(s3_server, "POST", "/moto-api/reset")
    _ask(s3_server, "PUT", "/desk")
    made = Bucket()
    with ThreadingHTTPServer((HOST, 0), _line_to(s3_server, made)) as line:
        made.port = line.server_address[1]
        thread = threading.Thread(target=line.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        settings.MUHATAP_FILES_URL = made.url
        yield made
        line.shutdown()
        thread.join()


def _ask(port: int, method: str, path: str) -> None:
    urllib.request.urlopen(urllib.request.Request(f"http://{HOST}:{port}{path}", method=method)).close()


def _passed_on(port: int, call: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(f"http://{HOST}:{port}{call.path}", data=body or None, method=call.command)
    # Otherwise it is called a form, and the server reads it as one.
    asked.add_header("Content-Type", "application/octet-stream")
    for name, value in call.headers.items():
        if name.lower() not in {"host", "content-length", "connection"}:
            asked.add_header(name, value)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, dict(refusal.headers), refusal.read()


def _line_to(port: int, bucket: Bucket) -> type[BaseHTTPRequestHandler]:
    class Line(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            bucket.calls.append(f"{self.command} {self.path.partition('?')[0]}")
            fault = bucket.faults.pop(0) if bucket.faults else ""
            if fault == "dropped":
                self.close_connection = True
                return
            if fault in RECORDED:
                self._answer(*RECORDED[fault], {"Content-Type": "application/xml"})
                return
            status, headers, said = _passed_on(port, self, body)
            if fault == "lost answer":
                self.close_connection = True
                return
            self._answer(status, said, headers)

        def _answer(self, status: int, said: bytes, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            length = headers.get("Content-Length") if self.command == "HEAD" else None
            for name, value in headers.items():
                if name.lower() not in {"content-length", "connection", "transfer-encoding"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", length or str(len(said)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else said)

        def log_message(self, *_arguments: object) -> None:
            return

        do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass

    return Line
