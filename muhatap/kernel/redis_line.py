"""A Redis or Valkey that the processes of a desk share: quick, forgetful, and away without harm."""

import logging
import os
import time
from typing import Any, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

_log = logging.getLogger("muhatap.live")
# Who waits here is a customer: away is better than slow.
_PATIENCE = 1.0
_LEFT_ALONE_SECONDS = 2.0


class RedisAway(Exception):
    """It does not answer, or did not a moment ago; the message says why."""


class Line:
    """One process's line; when it breaks, nobody waits for it again within two seconds."""

    def __init__(self, address: str) -> None:
        self._client = redis.Redis.from_url(
            address,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            # Once more: after a restart of the other side the first word finds a dead connection.
            retry=Retry(NoBackoff(), 1),
        )
        self._left_alone_until = 0.0
        self._because = ""

    def call(self, *words: str | bytes | float) -> Any:
        """The answer to a command; `RedisAway`."""
        if time.monotonic() < self._left_alone_until:
            raise RedisAway(self._because)
        try:
            return self._client.execute_command(*words)
        except (redis.RedisError, OSError) as error:
            self._left_alone_until = time.monotonic() + _LEFT_ALONE_SECONDS
            self._because = f"{type(error).__name__}: {error}"
            _log.warning("Redis is away: %s", self._because)
            raise RedisAway(self._because) from error

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()


_lines: dict[tuple[str, int], Line] = {}


def line_to(address: str) -> Line:
    """This process's line to an address; a forked child gets one of its own."""
    place = (address, os.getpid())
    if place not in _lines:
        _lines[place] = Line(address)
    return _lines[place]


def name_of(address: str, what: str) -> str:
    """The name of something of ours there: desks that share a Redis take databases of other numbers."""
    number = redis.connection.parse_url(address).get("db") or 0
    return f"muhatap:{cast(int, number)}:{what}"
