"""A thousand and five thousand visitors before open chats, and fifty messages a second among them.

python -m bench.scenarios.chatting DATA-FOLDER URL-OF-THE-DESK [VISITORS…]
"""

import asyncio
import json
import os
import resource
import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConcurrencyError

from bench.figures import Figure, middle, print_table, share

_A_SECOND = 50
_SECONDS = 20
_AT_ONCE = 100
# So many that nobody is written to again before she has heard.
_WRITERS = 300
_PATIENCE = 15.0


def measure(bench) -> list[Figure]:
    """The rows for a desk under measurement."""
    from muhatap.live import grants
    from muhatap.live.queries import live_key

    def grant(topics: list[str]) -> str:
        return grants.issue(live_key(), topics, now=_now())

    let_many_be_open()
    figures: list[Figure] = []
    for visitors in bench.visitors:
        figures += asyncio.run(_rows(visitors, bench.desk.port, grant, bench.desk.process.pid))
    return figures


def let_many_be_open() -> None:
    """Let this process and those that it starts hold a line for every visitor."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 20_000)), hard))


async def _rows(visitors: int, port: int, grant, pid: int) -> list[Figure]:
    before = _memory_mb(pid)
    sockets = await _open(visitors, f"ws://127.0.0.1:{port}/live/?grant=", grant)
    memory = (_memory_mb(pid) - before) * 1024 / visitors
    ours = await _spread(sockets)
    whole = await _written(port, grant)
    await _close(sockets)
    bare = await _bare(visitors)
    note = f"{_A_SECOND} messages a second for {_SECONDS} s; from the commit's word to the visitor's socket"
    return [
        Figure(
            f"chat: {visitors} visitors, word to socket, middle", middle(ours) * 1000, "ms",
            middle(bare) * 1000, p95=share(ours, 95) * 1000, aim="≤ 30 ms", note=note,
        ),
        Figure(
            f"chat: {visitors} visitors, word to socket, 99 of 100", share(ours, 99) * 1000, "ms",
            share(bare, 99) * 1000, aim="≤ 150 ms", note=f"{_SECONDS * _A_SECOND - len(ours)} lost",
        ),
        Figure(
            f"chat: {visitors} visitors, message to socket, middle", middle(whole) * 1000, "ms",
            middle(bare) * 1000, p95=share(whole, 95) * 1000, aim="≤ 30 ms",
            note=f"one writer, transaction and chain included; {_SECONDS * _A_SECOND - len(whole)} lost",
        ),
        Figure(
            f"chat: {visitors} visitors, message to socket, 99 of 100", share(whole, 99) * 1000, "ms",
            share(bare, 99) * 1000, aim="≤ 150 ms",
        ),
        Figure(f"chat: memory of one of {visitors} idle visitors", memory, "KB", aim="≤ 60 KB"),
    ]  # fmt: skip


async def _open(visitors: int, address: str, grant) -> list:
    sockets = []
    for start in range(0, visitors, _AT_ONCE):
        names = range(start, min(start + _AT_ONCE, visitors))
        opening = [
            connect(
                address + grant([f"chat:{name}"]),
                proxy=None,
                compression=None,
                ping_interval=None,
                open_timeout=60,
            )
            for name in names
        ]
        sockets += await asyncio.gather(*opening)
    return sockets


async def _close(sockets: list) -> None:
    for start in range(0, len(sockets), _AT_ONCE):
        await asyncio.gather(*(each.close() for each in sockets[start : start + _AT_ONCE]))


async def _written(port: int, grant) -> list[float]:
    """Messages of further visitors: masked, stored, chained, committed, and at their sockets."""
    from muhatap.channels.chat_models import Chat

    with ThreadPoolExecutor(max_workers=1) as writer:
        loop = asyncio.get_running_loop()
        chats: list[Chat] = await loop.run_in_executor(writer, _chats)
        sockets = []
        for chat in chats:
            address = f"ws://127.0.0.1:{port}/live/?grant={grant([f'chat:{chat.case.number}'])}"
            sockets.append(await connect(address, proxy=None, compression=None, ping_interval=None))
        taken = await _timed(sockets, lambda name: loop.run_in_executor(writer, _write, chats[name]))
        await _close(sockets)
    return taken


def _chats() -> list:
    from muhatap.brands.models import Brand
    from muhatap.channels.operations.chatting import Opening, start_chat
    from muhatap.kernel.actors import Actor

    brand, by = Brand.objects.order_by("id").first(), Actor.customer(None)
    openings = [
        Opening(
            brand=brand,
            channel="live_chat",
            secret=secrets.token_urlsafe(32),
            client_id="bench",
            text="Merhaba",
        )
        for _ in range(_WRITERS)
    ]
    return [start_chat(opening=each, by=by, at=datetime.now(UTC)) for each in openings]


def _write(chat) -> None:
    from muhatap.channels.operations.chatting import Said, write_in_chat
    from muhatap.kernel.actors import Actor

    said = Said(client_id=secrets.token_hex(8), text="Para çekmem ne durumda?")
    write_in_chat(chat=chat, said=said, by=Actor.customer(None), at=datetime.now(UTC))


async def _spread(sockets: list) -> list[float]:
    """Words to visitors in turn, by the very bus that the desk uses at a commit."""
    from muhatap.live.whispering import whisper

    return await _timed(sockets, lambda name: whisper(f"chat:{name}"))


async def _bare(visitors: int) -> list[float]:
    """The limit: a server that sends a frame to one of its sockets, in the same run and process."""
    held: list[ServerConnection] = []

    async def keep(socket: ServerConnection) -> None:
        held.append(socket)
        await socket.wait_closed()

    async with serve(keep, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        port = server.sockets[0].getsockname()[1]
        sockets = []
        for _ in range(visitors):
            sockets.append(
                await connect(f"ws://127.0.0.1:{port}/", proxy=None, compression=None, ping_interval=None)
            )
        loop = asyncio.get_running_loop()
        taken = await _timed(sockets, lambda name: loop.create_task(held[name].send('{"about":"x"}')))
        await _close(sockets)
    return taken


async def _timed(sockets: list, send) -> list[float]:
    taken: list[float] = []
    waiting: set[asyncio.Task] = set()

    async def hear(socket, began: float) -> None:
        try:
            await asyncio.wait_for(socket.recv(), _PATIENCE)
            taken.append(time.perf_counter() - began)
        except (TimeoutError, ConcurrencyError):
            pass

    next_at = time.perf_counter()
    for number in range(_A_SECOND * _SECONDS):
        name = number * 37 % len(sockets)
        task = asyncio.create_task(hear(sockets[name], time.perf_counter()))
        waiting.add(task)
        await asyncio.sleep(0)
        send(name)
        next_at += 1 / _A_SECOND
        await asyncio.sleep(max(0.0, next_at - time.perf_counter()))
    await asyncio.gather(*waiting)
    return taken


def _now() -> float:
    return datetime.now(UTC).timestamp()


def _memory_mb(pid: int) -> float:
    from bench.desk import _pss, _tree

    return sum(_pss(each) for each in _tree(pid)) / 1024


def main(data: str, port: int, pid: int, visitors: list[int]) -> None:
    """Measure a desk that runs; print the rows and keep them."""
    os.environ["MUHATAP_DATA"] = data
    from muhatap.wiring.console import start_django

    start_django()
    from muhatap.live import grants
    from muhatap.live.queries import live_key

    let_many_be_open()
    figures: list[Figure] = []
    for count in visitors:
        found = asyncio.run(
            _rows(count, port, lambda topics: grants.issue(live_key(), topics, now=_now()), pid)
        )
        print_table(f"live chat, {count} visitors", found)
        figures += found
    kept = Path(__file__).parents[1] / "results" / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}-chat.json"
    kept.write_text(json.dumps([each.as_json() for each in figures], indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(
        sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), [int(each) for each in sys.argv[4:]] or [1000, 5000]
    )
