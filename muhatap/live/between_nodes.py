"""Which way notices go between processes: by Redis where one is named, else PostgreSQL, else datagrams.

Whichever it is may lose them: batches say where they begin, and what is missing is read from the log.
"""

import asyncio
import contextlib
import logging
import random
import threading
from collections.abc import Callable, Coroutine
from functools import partial
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import DatabaseError, connection

from muhatap.live import bus, by_postgresql
from muhatap.live.bus import Batch
from muhatap.live.hub import Hub

_log = logging.getLogger("muhatap.live")
# Loaded only where it is used: its library takes a tenth of a second.
_REDIS = "muhatap.live.by_redis"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_GLANCE_SECONDS = 2.0
# A line that stood as long was a good one.
_STANDING_SECONDS = 15.0
_DEAF_SECONDS = 20.0

Hearing = Callable[[Hub], Coroutine[Any, Any, None]]


class _Redis(Protocol):
    """What `muhatap.live.by_redis` offers."""

    def send(self, address: str, batch: Batch) -> bool: ...
    def nudge(self, address: str) -> bool: ...
    async def hear(self, address: str, hub: Hub) -> None: ...
    def call_on_nudge(self, address: str, wake: Callable[[], None], stopped: threading.Event) -> None: ...
    def is_there(self, address: str) -> str: ...


def tell(batch: Batch) -> None:
    """Tell every process that holds sockets; while Redis is away the way that there was without it."""
    if settings.MUHATAP_BUS_URL and _redis().send(settings.MUHATAP_BUS_URL, batch):
        return
    if connection.vendor == "postgresql":
        by_postgresql.send(batch)
    # Without a line to the database the other processes here would hear nothing.
    if not listening_address():
        bus.send(settings.MUHATAP_DATA, batch)


def nudge() -> None:
    """Wake the background work, wherever it runs; without that it looks a quarter of a second later."""
    bus.nudge(settings.MUHATAP_DATA)
    if settings.MUHATAP_BUS_URL:
        _redis().nudge(settings.MUHATAP_BUS_URL)
    elif connection.vendor == "postgresql" and connection.connection is not None:
        with contextlib.suppress(DatabaseError):
            by_postgresql.nudge()


def hearing() -> Hearing | None:
    """What passes on to a hub what other nodes tell, for as long as it runs; None where datagrams do."""
    address = listening_address()
    if settings.MUHATAP_BUS_URL:
        return partial(_hear_redis, settings.MUHATAP_BUS_URL, address)
    return partial(_hear_database, address) if address else None


def call_on_nudge(wake: Callable[[], None], stopped: threading.Event) -> threading.Thread | None:
    """Call `wake`, from a thread, whenever another node commits, until `stopped` is set."""
    if settings.MUHATAP_BUS_URL:
        listen, address = _redis().call_on_nudge, settings.MUHATAP_BUS_URL
    else:
        listen, address = by_postgresql.call_on_nudge, listening_address()
    if not address:
        return None
    thread = threading.Thread(target=listen, args=(address, wake, stopped), daemon=True)
    thread.start()
    return thread


def listening_address() -> str:
    """The address under which a PostgreSQL is listened to; empty where nobody can."""
    return by_postgresql.address_of(settings.MUHATAP_DIRECT_URL, is_pooled=settings.MUHATAP_POOLED)


def trouble() -> str:
    """Why the bus that is named does not answer; empty when it does, or none is named."""
    return _redis().is_there(settings.MUHATAP_BUS_URL) if settings.MUHATAP_BUS_URL else ""


async def _hear_database(address: str, hub: Hub) -> None:
    deaf = _Deaf(hub)
    while True:
        began = _now()
        try:
            await by_postgresql.hear(address, hub)
        except by_postgresql.NotHeard as error:
            _log.warning("other nodes are not heard: %s", error)
        deaf.heard_nothing_since(began)
        await asyncio.sleep(_GLANCE_SECONDS)


class _Deaf:
    """How long a process has heard nobody; after a while it lets go of those who listen to it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._since = 0.0

    def heard_nothing_since(self, began: float) -> None:
        """A line was tried from `began` on, and has broken now."""
        if _now() - began > _STANDING_SECONDS or not self._since:
            self._since = _now()
        if _now() - self._since > _DEAF_SECONDS:
            self._hub.let_all_go()


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _hear_redis(address: str, database: str, hub: Hub) -> None:
    pause, deaf = _FIRST_PAUSE, _Deaf(hub)
    while True:
        began = _now()
        try:
            await _redis().hear(address, hub)
        except Exception as error:
            # Whatever it was: a process that stops listening would be deaf until its end.
            _log.warning("Redis is not heard: %s: %s", type(error).__name__, error)
        pause = _FIRST_PAUSE if _now() - began > _STANDING_SECONDS else min(2 * pause, _LONGEST_PAUSE)
        # Not all processes of all nodes at the same moment.
        if not await _meanwhile(database, hub, pause * random.uniform(0.8, 1.2)):  # noqa: S311
            deaf.heard_nothing_since(began)


async def _meanwhile(database: str, hub: Hub, seconds: float) -> bool:
    """While Redis is away: hear the database's notifications, or look into the log; whether that answers."""
    try:
        async with asyncio.timeout(seconds):
            await (by_postgresql.hear(database, hub) if database else _glance(hub))
    except TimeoutError:
        return True
    except (by_postgresql.NotHeard, DatabaseError) as error:
        _log.warning("the database is not heard either: %s", error)
        await asyncio.sleep(min(seconds, _GLANCE_SECONDS))
    return False


async def _glance(hub: Hub) -> None:
    while True:
        await asyncio.sleep(_GLANCE_SECONDS)
        await hub.catch_up()
        hub.ask_again()


def _redis() -> _Redis:
    return cast(_Redis, import_module(_REDIS))
