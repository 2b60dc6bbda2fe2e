"""Taking turns at SQLite's one write lock.

SQLite lets a second writer poll with ever longer sleeps, so that waiting costs more than writing. Here it
asks for a lock on a file every half millisecond, and whoever can wait lets the others go first.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_NAME = "write.lock"
_DOOR = "write-door.lock"
# A patient writer waits for a gap this long between others' turns, but never longer than its patience.
_GAP = 0.01
_PATIENCE = 0.25
_GLANCE = 0.002
_TICK = 0.0005
_LONGEST = 20.0


class _Files(threading.local):
    opened: tuple[int, int] | None = None
    pid = 0


class _Manner:
    patience = 0.0


_files = _Files()


def let_others_pass(seconds: float = _PATIENCE) -> None:
    """From now on this process writes when nobody else wants to, but waits at most so long for its turn."""
    _Manner.patience = seconds


@contextmanager
def without_patience() -> Iterator[None]:
    """Write in turn with everybody else for a while: what is due for long waits no longer."""
    patience, _Manner.patience = _Manner.patience, 0.0
    try:
        yield
    finally:
        _Manner.patience = patience


@contextmanager
def write_turn() -> Iterator[None]:
    """Wait for this process's turn to write; nothing on PostgreSQL or inside a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        # Whoever holds the database's lock already must not wait for those who wait for it.
        yield
        return
    lock, door = _lock_files()
    if _Manner.patience:
        _wait_for_gap(lock, door)
        _take(lock)
    else:
        # Standing in the door says that somebody waits.
        fcntl.flock(door, fcntl.LOCK_SH)
        try:
            _take(lock)
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)
    try:
        yield
    finally:
        if not _Manner.patience:
            os.utime(lock)
        fcntl.flock(lock, fcntl.LOCK_UN)


def _take(lock: int) -> None:
    """Take the lock; after the database's own patience go ahead without it, and let the database judge."""
    until = time.monotonic() + _LONGEST
    while not _is_taken(lock):
        if time.monotonic() > until:
            return
        time.sleep(_TICK)


def _wait_for_gap(lock: int, door: int) -> None:
    until = time.monotonic() + _Manner.patience
    while time.monotonic() < until:
        if time.time() - os.fstat(lock).st_mtime >= _GAP and _is_empty(door):
            return
        time.sleep(_GLANCE)


def _is_empty(door: int) -> bool:
    if not _is_taken(door):
        return False
    fcntl.flock(door, fcntl.LOCK_UN)
    return True


def _is_taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_files() -> tuple[int, int]:
    # A forked child needs open files of its own: shared ones would share the lock.
    if _files.opened is None or _files.pid != os.getpid():
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        lock, door = (os.open(settings.MUHATAP_DATA / name, flags, 0o600) for name in (_NAME, _DOOR))
        _files.opened, _files.pid = (lock, door), os.getpid()
    return _files.opened
