"""How fast a token may call: a bucket for each token and process, refilled all the time."""

import math
import threading
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

_TOKENS_AT_MOST = 10_000
# Loaded only where a Redis is named.
_COMMON = "muhatap.channels.adapters.api.common_pace"


class Counts(Protocol):
    """Who counts calls."""

    def wait_for(self, token_id: int, now: float) -> int:
        """Take one call; returns 0 when it may go on, else the whole seconds to wait."""


_counting: dict[tuple[int, str], Counts] = {}


def pace_of(calls_a_minute: int) -> Counts:
    """Who counts so many calls a minute: all processes together where a Redis is named, else each its own."""
    address = settings.MUHATAP_BUS_URL
    if (calls_a_minute, address) not in _counting:
        made = (
            cast(Counts, import_module(_COMMON).CommonPace(calls_a_minute, address))
            if address
            else Pace(calls_a_minute)
        )
        _counting[calls_a_minute, address] = made
    return _counting[calls_a_minute, address]


class Pace:
    """Allows `calls_a_minute` on the average and a sixth of that in one burst."""

    def __init__(self, calls_a_minute: int) -> None:
        self._rate = calls_a_minute / 60
        self._room = max(calls_a_minute / 6, 1)
        self._left: dict[int, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait_for(self, token_id: int, now: float) -> int:
        """Take one call; returns 0 when it may go on, else the whole seconds to wait."""
        with self._lock:
            left, since = self._left.get(token_id, (self._room, now))
            left = min(self._room, left + max(now - since, 0) * self._rate)
            if len(self._left) >= _TOKENS_AT_MOST:
                self._left.clear()
            if left < 1:
                self._left[token_id] = (left, now)
                return max(1, math.ceil((1 - left) / self._rate))
            self._left[token_id] = (left - 1, now)
            return 0
