"""The socket server: checks a grant, subscribes, pushes notices; it writes nothing.

It asks the database only through what it was given: the log of events, for whoever was away too long.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from muhatap.live import bus, grants
from muhatap.live.between_nodes import Hearing
from muhatap.live.grants import InvalidGrant, topics_in
from muhatap.live.hub import Hub, Listener, Recall
from muhatap.live.streams import is_allowed, stream_routes

_POLICY_VIOLATION = 1008
_TRY_AGAIN = 1013


def edge_app(
    *, data: Path, key: bytes, origin: str, recall: Recall | None = None, hearing: Hearing | None = None
) -> Starlette:
    """The edge: a WebSocket at `/live/?grant=…&since=…`, and the same as a stream and by long polling.

    `hearing` passes on what other nodes tell.
    """
    hub = Hub(recall)

    async def live(browser: WebSocket) -> None:
        try:
            grant = grants.read(key, browser.query_params.get("grant", ""), now=time.time())
        except InvalidGrant:
            await browser.close(_POLICY_VIOLATION)
            return
        if not is_allowed(browser, origin, grant):
            await browser.close(_POLICY_VIOLATION)
            return
        await browser.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await _serve(browser, hub, grant.topics, key)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        inbox = bus.open_inbox(data, "live")
        tasks = [asyncio.create_task(_listen(inbox, hub))]
        if hearing:
            tasks.append(asyncio.create_task(hearing(hub)))
        yield
        for task in tasks:
            task.cancel()
        Path(inbox.getsockname()).unlink(missing_ok=True)
        inbox.close()

    routes = [WebSocketRoute("/live/", live), *stream_routes(hub, key, origin)]
    return Starlette(routes=routes, lifespan=lifespan)


async def _serve(browser: WebSocket, hub: Hub, topics: frozenset[str], key: bytes) -> None:
    since = browser.query_params.get("since", "")
    known = int(since) if since.isdecimal() and len(since) < 20 else 0
    with hub.listening(topics, known) as listener:
        await hub.begin(listener)
        reader = asyncio.create_task(_until_closed(browser, listener, key))
        writer = asyncio.create_task(_pass_on(browser, listener))
        leaving = asyncio.create_task(listener.let_go.wait())
        ends = {reader, writer, leaving}
        try:
            limit = grants.LIFETIME_SECONDS
            done, _ = await asyncio.wait(ends, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            # Who may hear is asked anew after a while: she comes back with a new right, or not at all.
            if listener.is_lost or not done:
                await browser.close(_TRY_AGAIN)
        finally:
            for task in ends:
                task.cancel()


async def _pass_on(browser: WebSocket, listener: Listener) -> None:
    while not listener.is_lost:
        await browser.send_text(await listener.waiting.get())


async def _until_closed(browser: WebSocket, listener: Listener, key: bytes) -> None:
    # All that a client can say is another right to listen: one line serves every page of a browser.
    while True:
        message = await browser.receive()
        if message["type"] == "websocket.disconnect":
            return
        with contextlib.suppress(InvalidGrant):
            listener.topics |= topics_in(key, message.get("text") or "", now=time.time())


async def _listen(inbox: socket.socket, hub: Hub) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await hub.hear(bus.read(await loop.sock_recv(inbox, 262_144)))
