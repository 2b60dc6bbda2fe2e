"""Between nodes by a Redis or Valkey: what is said there is heard at once or never; the log has it all."""

import logging
import threading
import time
from collections.abc import Callable

import redis
import redis.asyncio

from muhatap.kernel.redis_line import RedisAway, line_to, name_of
from muhatap.live.bus import Batch, in_parts, read, written
from muhatap.live.hub import Hub

_log = logging.getLogger("muhatap.live")
_SILENCE_SECONDS = 5.0
# Longer, and the line is dead though nobody closed it: a node was cut off, or a firewall forgot it.
_LONGEST_SILENCE = 15.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0


def send(address: str, batch: Batch) -> bool:
    """Tell the processes of all nodes that hold sockets; False when it is away."""
    name = name_of(address, "live")
    try:
        for part in in_parts(batch):
            line_to(address).call("PUBLISH", name, written(part))
    except RedisAway:
        return False
    return True


def nudge(address: str) -> bool:
    """Wake the background work, on whichever node it runs; False when it is away."""
    try:
        line_to(address).call("PUBLISH", name_of(address, "work"), b"!")
    except RedisAway:
        return False
    return True


async def hear(address: str, hub: Hub) -> None:
    """Pass on what any node tells, until the line breaks (`RedisAway`); first what was missed."""
    client = redis.asyncio.Redis.from_url(address, socket_connect_timeout=2.0)
    try:
        async with client, client.pubsub() as listening:
            await listening.subscribe(name_of(address, "live"))
            # Subscribed before the log is read, so that nothing falls between.
            await hub.catch_up()
            hub.ask_again()
            heard_at = time.monotonic()
            while time.monotonic() - heard_at < _LONGEST_SILENCE:
                told = await listening.get_message(timeout=_SILENCE_SECONDS)
                if told is None:
                    await listening.ping()
                    continue
                heard_at = time.monotonic()
                if told["type"] == "message":
                    await _pass_on(told["data"], hub)
    except (redis.RedisError, OSError) as error:
        raise RedisAway(f"{type(error).__name__}: {error}") from error
    raise RedisAway("the line is dead")


async def _pass_on(told: bytes, hub: Hub) -> None:
    try:
        batch = read(told)
    except (ValueError, TypeError):
        _log.warning("somebody else speaks on the bus")
        return
    await hub.hear(batch)


def call_on_nudge(address: str, wake: Callable[[], None], stopped: threading.Event) -> None:
    """Call `wake` whenever any node says that something was committed, until `stopped` is set."""
    pause = _FIRST_PAUSE
    while not stopped.is_set():
        try:
            with redis.Redis.from_url(address, socket_connect_timeout=2.0, socket_timeout=5.0) as client:
                listening = client.pubsub(ignore_subscribe_messages=True)
                listening.subscribe(name_of(address, "work"))
                pause = _FIRST_PAUSE
                while not stopped.is_set():
                    if listening.get_message(timeout=1.0) is not None:
                        wake()
        except (redis.RedisError, OSError) as error:
            _log.warning("other nodes are not heard: %s", error)
            stopped.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def is_there(address: str) -> str:
    """Empty when it answers, else why it does not."""
    try:
        line_to(address).call("PING")
    except RedisAway as error:
        return str(error)
    return ""
