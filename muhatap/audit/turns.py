"""Taking turns at SQLite's one write lock.

SQLite lets a second writer poll with ever longer sleeps; a lock on a file wakes it at once.
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
# A background writer lets others pass, but never waits longer than this for a gap.
_PATIENCE = 0.05
_GLANCE = 0.002


class _Files(threading.local):
    opened: tuple[int, int] | None = None
    pid = 0


class _Manner:
    is_patient = False


_files = _Files()


def let_others_pass() -> None:
    """From now on this process writes when nobody else wants to: for the background process."""
    _Manner.is_patient = True


@contextmanager
def write_turn() -> Iterator[None]:
    """Wait for this process's turn to write; nothing on PostgreSQL or inside a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        # Whoever holds the database's lock already must not wait for those who wait for it.
        yield
        return
    lock, door = _lock_files()
    if _Manner.is_patient:
        _wait_for_gap(door)
        fcntl.flock(lock, fcntl.LOCK_EX)
    else:
        # Standing in the door says that somebody waits.
        fcntl.flock(door, fcntl.LOCK_SH)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def _wait_for_gap(door: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_GLANCE)
        else:
            fcntl.flock(door, fcntl.LOCK_UN)
            return


def _lock_files() -> tuple[int, int]:
    # A forked child needs open files of its own: shared ones would share the lock.
    if _files.opened is None or _files.pid != os.getpid():
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        lock, door = (os.open(settings.MUHATAP_DATA / name, flags, 0o600) for name in (_NAME, _DOOR))
        _files.opened, _files.pid = (lock, door), os.getpid()
    return _files.opened
