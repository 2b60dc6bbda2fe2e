"""How fast a token may call, counted for all processes and nodes together in a Redis or Valkey."""

import math
import threading
import time

from muhatap.channels.adapters.api.pace import Pace
from muhatap.kernel.redis_line import RedisAway, line_to, name_of

# The bucket is refilled by the clock over there, so nodes whose clocks differ share it all the same.
_TAKE = """
local moment = redis.call('TIME')
local now = tonumber(moment[1]) + tonumber(moment[2]) / 1000000
local rate, room, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = redis.call('HMGET', KEYS[1], 'left', 'at')
local since = math.max(now - (tonumber(known[2]) or now), 0)
local left = math.min(room, (tonumber(known[1]) or room) + since * rate)
local given = math.min(wanted, math.floor(left))
redis.call('HSET', KEYS[1], 'left', tostring(left - given), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(room / rate) + 1)
return {given, tostring(left - given)}
"""
# A call over there for each call here would cost more than it is worth.
_AT_ONCE = 20
_GOOD_FOR_SECONDS = 0.5


class CommonPace:
    """As `Pace`, but one bucket a token for all; while Redis is away each process counts for itself."""

    def __init__(self, calls_a_minute: int, address: str) -> None:
        self._rate, self._room = calls_a_minute / 60, max(calls_a_minute / 6, 1)
        self._alone = Pace(calls_a_minute)
        self._address = address
        # No more than a twentieth of a burst is carried away by one process.
        self._at_once = max(1, min(_AT_ONCE, int(self._room / 20)))
        self._carried: dict[int, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def wait_for(self, token_id: int, now: float) -> int:
        """Take one call; returns 0 when it may go on, else the whole seconds to wait."""
        with self._lock:
            carried, until = self._carried.get(token_id, (0, 0.0))
            if carried and time.monotonic() < until:
                self._carried[token_id] = (carried - 1, until)
                return 0
            try:
                given, left = self._take(token_id)
            except RedisAway:
                return self._alone.wait_for(token_id, now)
            self._carried[token_id] = (max(given - 1, 0), time.monotonic() + _GOOD_FOR_SECONDS)
        return 0 if given else max(1, math.ceil((1 - left) / self._rate))

    def _take(self, token_id: int) -> tuple[int, float]:
        key = name_of(self._address, f"pace:{token_id}")
        said = line_to(self._address).call("EVAL", _TAKE, 1, key, self._rate, self._room, self._at_once)
        return int(said[0]), float(said[1])
