"""Taking turns at SQLite's one write lock.

SQLite lets a second writer poll with ever longer sleeps; a lock on a file wakes it at once.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_NAME = "write.lock"


class _Opened(threading.local):
    file: int | None = None
    pid = 0


_opened = _Opened()


@contextmanager
def write_turn() -> Iterator[None]:
    """Wait for this process's turn to write; nothing on PostgreSQL, nor where a transaction is open already."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        # Whoever holds the database's lock already must not wait for those who wait for it.
        yield
        return
    file = _lock_file()
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _lock_file() -> int:
    # A forked child needs an open file of its own: a shared one would share the lock.
    if _opened.file is None or _opened.pid != os.getpid():
        _opened.file = os.open(settings.MUHATAP_DATA / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
        _opened.pid = os.getpid()
    return _opened.file
