"""From the asynchronous server to Django: one thread works, and no slow client ever holds it.

The body is read before the thread begins and the answer is sent after it has ended, so whoever sends or
reads a byte a minute costs a socket and nothing else.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from starlette.types import Message, Receive, Scope, Send

_IN_MEMORY = 1 << 20
_LARGE_AT_ONCE = 8
# Between two pieces of a body, in seconds.
_PATIENCE = 30.0

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Bridge:
    """An ASGI application that runs a WSGI one; bodies longer than `most` bytes are left unread."""

    def __init__(self, app: Wsgi, *, most: int, patience: float = _PATIENCE) -> None:
        self._app = app
        self._most = most
        self._patience = patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        length = _declared(scope)
        if length <= _IN_MEMORY:
            await self._answer(scope, receive, send, length)
        else:
            async with self._large:
                await self._answer(scope, receive, send, length)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, length: int) -> None:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as body:
            # What declares too much is answered from its headers alone.
            if length <= self._most and not await self._read(receive, body, length):
                await _refuse_slow(send)
                return
            body.seek(0)
            answer = _Answer()
            found = await self._run(self._begin, environ_of(scope, body), answer)
            await send(answer.head())
            if isinstance(found, bytes):
                await send({"type": "http.response.body", "body": found})
            else:
                await self._stream(found, send)

    async def _read(self, receive: Receive, body: IO[bytes], length: int) -> bool:
        left = length
        while left > 0:
            try:
                message = await asyncio.wait_for(receive(), self._patience)
            except TimeoutError:
                return False
            if message["type"] == "http.disconnect":
                return False
            piece = message.get("body", b"")
            body.write(piece)
            left -= len(piece)
            if not message.get("more_body", False):
                break
        return True

    def _begin(self, environ: dict[str, Any], answer: "_Answer") -> bytes | Iterable[bytes]:
        found = self._app(environ, answer.start)
        if getattr(found, "streaming", False):
            return found
        try:
            return b"".join(found)
        finally:
            _close(found)

    async def _stream(self, found: Iterable[bytes], send: Send) -> None:
        pieces = iter(found)
        try:
            while (piece := await self._run(next, pieces, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self._run(_close, found)

    async def _run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)


class _Answer:
    """Status and headers, as the WSGI application gives them."""

    def __init__(self) -> None:
        self._status = 500
        self._headers: list[tuple[bytes, bytes]] = []

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        """WSGI's `start_response`."""
        self._status = int(status.split(" ", 1)[0])
        self._headers = [
            (name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers
        ]
        return _write_nothing

    def head(self) -> Message:
        """The message that opens the answer."""
        return {"type": "http.response.start", "status": self._status, "headers": self._headers}


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment of a request (PEP 3333)."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = scope["client"][0], str(scope["client"][1])
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in {"CONTENT_LENGTH", "CONTENT_TYPE"} else f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    return environ


def _declared(scope: Scope) -> int:
    # A body in chunks has no length: WSGI knows none such, so it is not read.
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() and len(value) <= 18 else 0
    return 0


async def _refuse_slow(send: Send) -> None:
    await send({"type": "http.response.start", "status": 408, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})


def _write_nothing(_: bytes) -> None:
    raise RuntimeError("a WSGI application must return its body: write() is not offered")


def _close(found: Iterable[bytes]) -> None:
    if hasattr(found, "close"):
        found.close()
