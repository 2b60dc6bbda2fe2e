"""A case comes in at one process, and two hundred open desks at both processes hear of it."""

import asyncio
import json
import re
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

from bench.figures import Figure, middle, share
from bench.one import Bench
from bench.scenarios.creating import request_of

_AGENTS = 200
_ROUNDS = 40
_PAUSE = 0.3
_PATIENCE = 10.0


def measure(bench: Bench) -> list[Figure]:
    """From the request's first byte to the frame at every desk, beside a bare broadcast to as many."""
    ours, lost = asyncio.run(_ours(bench))
    bare = asyncio.run(_bare())
    note = (
        f"p95 over all {_AGENTS} desks and {_ROUNDS} cases; {lost} frames lost; "
        "the limit only broadcasts: no case, no commit, no second process"
    )
    limit = middle(bare) * 1000
    every = [each for case in ours for each in case]
    last = [max(case) for case in ours if case]
    return [
        Figure(
            "live: request to a desk, 200 open", middle(every) * 1000, "ms", limit,
            p95=share(every, 95) * 1000, aim="≤ 200 ms", note=note,
        ),
        Figure(
            "live: request to the last of 200 desks", middle(last) * 1000, "ms", limit,
            p95=share(last, 95) * 1000, aim="≤ 200 ms",
        ),
    ]  # fmt: skip


async def _ours(bench: Bench) -> tuple[list[list[float]], int]:
    from django.conf import settings

    from muhatap.live import grants

    key = settings.MUHATAP_KEYRING.derive("live-grant")
    grant = grants.issue(key, [f"brand:{bench.brand_id}"], now=datetime.now(UTC).timestamp())
    address = f"ws://127.0.0.1:{bench.desk.port}/live/?grant={grant}"
    async with AsyncExitStack() as stack:
        desks = [
            await stack.enter_async_context(connect(address, proxy=None, compression=None))
            for _ in range(_AGENTS)
        ]
        told: list[list[float]] = []
        for place in range(_ROUNDS):
            await asyncio.sleep(_PAUSE)
            told.append(await _round(bench, desks, place))
    return told, _AGENTS * _ROUNDS - sum(len(each) for each in told)


async def _round(bench: Bench, desks: list[Any], place: int) -> list[float]:
    """The seconds until each desk heard of a case that is opened now."""
    mark = f"fan{time.monotonic_ns()}x{place}"
    seen: list[dict[str, float]] = [{} for _ in desks]
    listening = [asyncio.create_task(_listen(desk, its)) for desk, its in zip(desks, seen, strict=True)]
    reader, writer = await asyncio.open_connection("127.0.0.1", bench.desk.port)
    began = time.perf_counter()
    writer.write(request_of(bench, mark).encode())
    said = b""
    # What earlier scenarios opened is still being told; only this case counts.
    while not (found := re.search(rb'"number": ?"([0-9-]+)"', said)):
        said += await reader.read(65536)
    number = found[1].decode()
    while time.perf_counter() - began < _PATIENCE and not all(number in its for its in seen):
        await asyncio.sleep(0.001)
    for each in listening:
        each.cancel()
    writer.close()
    reader.feed_eof()
    return [its[number] - began for its in seen if number in its]


async def _listen(desk: Any, seen: dict[str, float]) -> None:
    while True:
        said = json.loads(await desk.recv())
        if said.get("kind") == "case.opened":
            seen.setdefault(said["case"], time.perf_counter())


async def _opened(desk: Any) -> float:
    while True:
        said = json.loads(await desk.recv())
        if said.get("kind") == "case.opened":
            return time.perf_counter()


async def _bare() -> list[float]:
    """The same frames from one process that does nothing else."""
    open_ones: set[ServerConnection] = set()

    async def hold(connection: ServerConnection) -> None:
        open_ones.add(connection)
        await connection.wait_closed()

    frame = json.dumps({"seq": 123456, "kind": "case.opened", "case": "26-00000-00000"})
    found: list[float] = []
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serve(hold, "127.0.0.1", 0, compression=None))
        port = next(iter(server.sockets)).getsockname()[1]
        desks = [
            await stack.enter_async_context(connect(f"ws://127.0.0.1:{port}/", proxy=None, compression=None))
            for _ in range(_AGENTS)
        ]
        await asyncio.sleep(0.2)
        for _ in range(_ROUNDS):
            heard = [asyncio.create_task(_opened(desk)) for desk in desks]
            await asyncio.sleep(0)
            began = time.perf_counter()
            broadcast(open_ones, frame)
            found += [at - began for at in await asyncio.gather(*heard)]
    return found
