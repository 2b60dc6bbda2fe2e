"""The socket server: checks a grant, subscribes, pushes notices; it writes nothing and asks no database."""

import asyncio
import contextlib
import json
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from muhatap.live import bus
from muhatap.live.grants import InvalidGrant, topics_in

_REMEMBERED = 2000
_WAITING = 200
_POLICY_VIOLATION = 1008
_TRY_AGAIN = 1013


class Hub:
    """Who listens in this process, and the last notices for those who come back."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[bus.Notice], frozenset[str]] = {}
        self._recent: deque[bus.Notice] = deque(maxlen=_REMEMBERED)

    def hear(self, notice: bus.Notice) -> None:
        """Pass a notice on; a listener that does not keep up is dropped and will resume."""
        self._recent.append(notice)
        for queue, topics in list(self._listeners.items()):
            if topics.isdisjoint(notice.topics):
                continue
            try:
                queue.put_nowait(notice)
            except asyncio.QueueFull:
                self._listeners.pop(queue, None)

    def missed(self, topics: frozenset[str], since: int) -> list[bus.Notice] | None:
        """What these topics missed after this number, or None when that is no longer known."""
        if self._recent and since and self._recent[0].seq > since + 1:
            return None
        return [n for n in self._recent if n.seq > since and not topics.isdisjoint(n.topics)] if since else []

    @contextlib.contextmanager
    def listening(self, topics: frozenset[str]) -> Iterator[asyncio.Queue[bus.Notice]]:
        """A queue that receives the notices of these topics."""
        queue: asyncio.Queue[bus.Notice] = asyncio.Queue(_WAITING)
        self._listeners[queue] = topics
        try:
            yield queue
        finally:
            self._listeners.pop(queue, None)

    def still_listens(self, queue: asyncio.Queue[bus.Notice]) -> bool:
        """Whether the queue has kept up."""
        return queue in self._listeners


def edge_app(*, data: Path, key: bytes, origin: str) -> Starlette:
    """The edge: one WebSocket route, `/live/?grant=…&since=…`."""
    hub = Hub()

    async def live(browser: WebSocket) -> None:
        try:
            topics = topics_in(key, browser.query_params.get("grant", ""), now=time.time())
        except InvalidGrant:
            await browser.close(_POLICY_VIOLATION)
            return
        if not _same_origin(browser, origin):
            await browser.close(_POLICY_VIOLATION)
            return
        await browser.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await _serve(browser, hub, topics)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        inbox = bus.open_inbox(data, "live")
        task = asyncio.create_task(_listen(inbox, hub))
        yield
        task.cancel()
        Path(inbox.getsockname()).unlink(missing_ok=True)
        inbox.close()

    return Starlette(routes=[WebSocketRoute("/live/", live)], lifespan=lifespan)


def _same_origin(browser: WebSocket, origin: str) -> bool:
    # A browser names the page's origin; another site must not listen with a stolen grant.
    named = browser.headers.get("origin")
    return named is None or named == origin or named.split("://")[-1] == browser.headers.get("host")


async def _serve(browser: WebSocket, hub: Hub, topics: frozenset[str]) -> None:
    since = browser.query_params.get("since", "")
    with hub.listening(topics) as queue:
        missed = hub.missed(topics, int(since) if since.isdecimal() and len(since) < 20 else 0)
        if missed is None:
            await browser.send_text('{"resync":true}')
        for notice in missed or ():
            await browser.send_text(_text(notice))
        reader = asyncio.create_task(_until_closed(browser))
        try:
            while hub.still_listens(queue):
                getter = asyncio.create_task(queue.get())
                done, _ = await asyncio.wait({getter, reader}, return_when=asyncio.FIRST_COMPLETED)
                if reader in done:
                    getter.cancel()
                    return
                await browser.send_text(_text(getter.result()))
            await browser.close(_TRY_AGAIN)
        finally:
            reader.cancel()


async def _until_closed(browser: WebSocket) -> None:
    # Nothing that a client says is acted upon; reading notices its leaving.
    while True:
        message = await browser.receive()
        if message["type"] == "websocket.disconnect":
            return


async def _listen(inbox: socket.socket, hub: Hub) -> None:
    loop = asyncio.get_running_loop()
    while True:
        for notice in bus.read(await loop.sock_recv(inbox, 262_144)):
            hub.hear(notice)


def _text(notice: bus.Notice) -> str:
    return json.dumps({"seq": notice.seq, "kind": notice.kind, "case": notice.case})
