"""Between nodes that share a PostgreSQL: its notifications carry what datagrams carry within one node."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from muhatap.live.bus import Batch, in_parts, read, written
from muhatap.live.hub import Hub

# The driver is loaded where there is such a database: the embedded desk does not carry it.
_log = logging.getLogger("muhatap.live")
_LIVE = "muhatap_live"
_WORK = "muhatap_work"
# A notification holds less than 8000 bytes; a notice takes some 200.
_PER_NOTIFICATION = 25
_AGAIN_SECONDS = 2.0
_WATCHED = {
    "connect_timeout",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
}


class NotHeard(Exception):
    """The line on which the database tells has broken; the message says why."""


def address_of(direct: str, *, is_pooled: bool) -> str:
    """Where the database is listened to: `direct`, or its own address; empty where nobody can listen.

    A pooler that gives connections to transactions forgets who listens.
    """
    if connection.vendor != "postgresql" or (is_pooled and not direct):
        return ""
    if direct:
        return direct
    from psycopg.conninfo import make_conninfo

    told = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    watched = {name: value for name, value in told["OPTIONS"].items() if name in _WATCHED}
    return make_conninfo(**{name: told[key] for name, key in named.items() if told[key]}, **watched)


def send(batch: Batch) -> None:
    """Tell the processes of all nodes that hold sockets."""
    with connection.cursor() as cursor:
        for part in in_parts(batch, _PER_NOTIFICATION):
            cursor.execute("SELECT pg_notify(%s, %s)", [_LIVE, written(part).decode()])


def nudge() -> None:
    """Wake the background work, on whichever node it runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [_WORK])


async def hear(address: str, hub: Hub) -> None:
    """Pass on what any node tells, until the line breaks (`NotHeard`); first what was missed."""
    import psycopg

    try:
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as listening:
            await listening.execute(f"LISTEN {_LIVE}")
            await hub.catch_up()
            async for told in listening.notifies():
                await hub.hear(read(told.payload))
    except (psycopg.Error, DatabaseError) as error:
        raise NotHeard(str(error)) from error
    raise NotHeard("the line has ended")


def call_on_nudge(address: str, wake: Callable[[], None], stopped: threading.Event) -> None:
    """Call `wake` whenever any node says that something was committed, until `stopped` is set."""
    import psycopg

    while not stopped.is_set():
        try:
            with psycopg.connect(address, autocommit=True) as listening:
                listening.execute(f"LISTEN {_WORK}")
                while not stopped.is_set():
                    for _ in listening.notifies(timeout=1.0, stop_after=1):
                        wake()
        except psycopg.Error as error:
            _log.warning("other nodes are not heard: %s", error)
            stopped.wait(_AGAIN_SECONDS)
