"""The same words for those whose network lets no socket through: a stream of events, or one long question.

Both are of the edge: whoever waits costs a task and no thread.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from muhatap.live import grants
from muhatap.live.grants import Grant, InvalidGrant
from muhatap.live.hub import Hub, Listener

# Shorter than what proxies and telephone networks let a silent connection live.
_BEAT_SECONDS = 20.0
_WAIT_SECONDS = 25.0


def is_allowed(asked: HTTPConnection, origin: str, grant: Grant) -> bool:
    """Whether the page that asks may use this grant: our own, or one of the origin that it names.

    A browser names the page's origin; another site must not listen with a stolen grant.
    """
    named = asked.headers.get("origin")
    if named is None or named == origin or (grant.origin and named == grant.origin):
        return True
    return named.split("://")[-1] == asked.headers.get("host")


def stream_routes(hub: Hub, key: bytes, origin: str) -> list[Route]:
    """`/live/events` speaks as a server sends events, `/live/wait` answers when there is something to say."""

    async def events(request: Request) -> Response:
        grant = _granted(request, key, origin)
        if grant is None:
            return Response(status_code=403)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", **_crossing(request, grant)}
        return StreamingResponse(_told(hub, grant), media_type="text/event-stream", headers=headers)

    async def wait(request: Request) -> Response:
        grant = _granted(request, key, origin)
        if grant is None:
            return Response(status_code=403)
        frames = await _next_frames(hub, grant)
        return JSONResponse({"frames": frames}, headers=_crossing(request, grant))

    return [Route("/live/events", events), Route("/live/wait", wait)]


def _granted(request: Request, key: bytes, origin: str) -> Grant | None:
    try:
        grant = grants.read(key, request.query_params.get("grant", ""), now=time.time())
    except InvalidGrant:
        return None
    return grant if is_allowed(request, origin, grant) else None


def _crossing(request: Request, grant: Grant) -> dict[str, str]:
    named = request.headers.get("origin")
    if not named:
        return {}
    return {"Access-Control-Allow-Origin": named, "Vary": "Origin"}


async def _told(hub: Hub, grant: Grant) -> AsyncIterator[str]:
    until = time.monotonic() + grants.LIFETIME_SECONDS
    with hub.listening(grant.topics, 0) as listener:
        await hub.begin(listener)
        # The page asks what it missed as soon as it is being told.
        yield "event: open\ndata: {}\n\n"
        while not listener.is_lost and time.monotonic() < until:
            frame = await _frame(listener, _BEAT_SECONDS)
            yield f"data: {frame}\n\n" if frame else ": still here\n\n"


async def _next_frames(hub: Hub, grant: Grant) -> list[object]:
    with hub.listening(grant.topics, 0) as listener:
        await hub.begin(listener)
        first = await _frame(listener, _WAIT_SECONDS)
        frames = [first] if first else []
        while not listener.waiting.empty():
            frames.append(listener.waiting.get_nowait())
    return [json.loads(frame) for frame in frames]


async def _frame(listener: Listener, seconds: float) -> str:
    try:
        return await asyncio.wait_for(listener.waiting.get(), seconds)
    except TimeoutError:
        return ""
