"""Row ids made by the application: sortable by time, known before anything is written."""

import itertools
import os
import secrets
import threading
import time
from datetime import UTC, datetime

_EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
_LOW_BITS = 21
_LOW_MASK = (1 << _LOW_BITS) - 1

_lock = threading.Lock()
_last = [0, 0, 0]


def new_id() -> int:
    """A positive 63-bit id: milliseconds since 2020 above 21 bits that start at random each millisecond."""
    with _lock:
        now = time.time_ns() // 1_000_000 - _EPOCH_MS
        if now <= _last[0] and _last[2] == os.getpid():
            _last[1] += 1
        else:
            # Half of the low bits stay free, so that a burst within one millisecond cannot overflow.
            _last[:] = [max(now, 1), secrets.randbits(_LOW_BITS - 1), os.getpid()]
        return (_last[0] << _LOW_BITS) + _last[1]


def id_sequence(*, at_ms: int) -> itertools.count:
    """Consecutive ids from a point in time (Unix milliseconds), for bulk loads that run alone."""
    return itertools.count((at_ms - _EPOCH_MS) << _LOW_BITS)


def first_id_of(at: datetime) -> int:
    """No id that was made at this moment or later is smaller."""
    return max(0, int(at.timestamp() * 1000) - _EPOCH_MS) << _LOW_BITS


def time_of(row_id: int) -> datetime:
    """When an id was made, to the millisecond."""
    return datetime.fromtimestamp(((row_id >> _LOW_BITS) + _EPOCH_MS) / 1000, UTC)
