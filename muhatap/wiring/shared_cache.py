"""Short memory that the nodes share: how often somebody tried to sign in, which codes were used.

In the Redis that carries the notices; while it is away each process remembers for itself, as without one.
"""

import json
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry


class PlainWords:
    """Values as JSON: what somebody else may have written there must not be run."""

    def dumps(self, value: Any) -> int | bytes:
        """Numbers as they are, so that they can be counted up; all else as JSON."""
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """The value again."""
        try:
            return int(data)
        except ValueError:
            return json.loads(data)


class SharedCache(RedisCache):
    """Django's cache in Redis that goes on alone when Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        quick = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 1)}
        super().__init__(server, params | {"OPTIONS": quick | {"serializer": PlainWords()}})
        self._own = LocMemCache("alone", {})


def _careful(name: str) -> Callable[..., Any]:
    shared = getattr(RedisCache, name)

    def asked(self: SharedCache, *arguments: Any, **more: Any) -> Any:
        try:
            return shared(self, *arguments, **more)
        except (redis.RedisError, OSError):
            return getattr(self._own, name)(*arguments, **more)

    return asked


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "has_key",
    "incr",
    "get_many",
    "set_many",
    "delete_many",
):
    setattr(SharedCache, _name, _careful(_name))
