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
from django.db import connection, transaction

# For so long at a time work that can wait keeps the others from writing: a page does not feel it.
LONGEST_HOLD = 0.025
_FIRST = 20
_LATELY = 1.0
_LONGEST_REST = 1.0
_NAME = "write.lock"
_DOOR = "write-door.lock"
# A patient writer waits for a gap this long between others' turns, but never longer than its patience.
_GAP = 0.01
_PATIENCE = 0.25
_GLANCE = 0.002
_TICK = 0.0005
_LONGEST = 20.0


class _Mine(threading.local):
    opened: tuple[int, int] | None = None
    pid = 0
    depth = 0
    hurries = False


class _Manner:
    patience = 0.0


_mine = _Mine()


def let_others_pass(seconds: float = _PATIENCE) -> None:
    """From now on this process writes when nobody else wants to, but waits at most so long for its turn."""
    _Manner.patience = seconds


@contextmanager
def without_patience() -> Iterator[None]:
    """Let this thread write in turn with everybody else for a while: what is due for long waits no longer."""
    before, _mine.hurries = _mine.hurries, True
    try:
        yield
    finally:
        _mine.hurries = before


@contextmanager
def write_turn() -> Iterator[None]:
    """Wait for this thread's turn to write; nothing on PostgreSQL or inside a transaction.

    On SQLite every transaction and every statement that writes takes its turn by itself (`one_writer`): this
    is for what must stand in the turn before, such as a statement that goes past Django.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        # Whoever holds the database's lock already must not wait for those who wait for it.
        yield
        return
    begin_turn()
    try:
        yield
    finally:
        end_turn()


def begin_turn() -> None:
    """Wait for this thread's turn; one inside another is the same turn."""
    lock, door = _lock_files()
    if not _mine.depth:
        patience = _patience()
        if patience:
            _wait_for_gap(lock, door, patience)
            _take(lock)
        else:
            # Standing in the door says that somebody waits.
            fcntl.flock(door, fcntl.LOCK_SH)
            try:
                _take(lock)
            finally:
                fcntl.flock(door, fcntl.LOCK_UN)
    _mine.depth += 1


def end_turn() -> None:
    """Let the next one write when this thread's outermost turn ends."""
    lock, _ = _lock_files()
    _mine.depth = max(0, _mine.depth - 1)
    if not _mine.depth:
        if not _patience():
            os.utime(lock)
        fcntl.flock(lock, fcntl.LOCK_UN)


class Portions:
    """How much bulk work does in one turn: on SQLite as much as others can wait for, found out as it goes.

    While people write it rests after each portion as long as that took, so that half of a processor is free.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.size = min(most, _FIRST) if connection.vendor == "sqlite" else most
        self._rested_at = time.monotonic()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A transaction in its turn, by whose time the next portion is cut."""
        asked = time.monotonic()
        with write_turn():
            began = time.monotonic()
            with transaction.atomic():
                yield
            took = time.monotonic() - began
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            # Never more than half as much again: one turn may have been quick by chance.
            fitting = self.size * min(1.5, LONGEST_HOLD / max(took, 0.001))
            self.size = max(1, min(self._most, round(fitting)))
            if _others_wrote():
                time.sleep(min(asked - self._rested_at + took, _LONGEST_REST))
            self._rested_at = time.monotonic()


def _others_wrote() -> bool:
    lock, _ = _lock_files()
    return bool(_Manner.patience) and _seconds_since(lock) < _LATELY


def _seconds_since(lock: int) -> float:
    """How long ago somebody wrote; a clock that was set back since then does not make it now for an hour."""
    return abs(time.time() - os.fstat(lock).st_mtime)


def _patience() -> float:
    return 0.0 if _mine.hurries else _Manner.patience


def _take(lock: int) -> None:
    """Take the lock; after the database's own patience go ahead without it, and let the database judge."""
    until = time.monotonic() + _LONGEST
    while not _is_taken(lock):
        if time.monotonic() > until:
            return
        time.sleep(_TICK)


def _wait_for_gap(lock: int, door: int, patience: float) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if _seconds_since(lock) >= _GAP and _is_empty(door):
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
    if _mine.opened is None or _mine.pid != os.getpid():
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        lock, door = (os.open(settings.MUHATAP_DATA / name, flags, 0o600) for name in (_NAME, _DOOR))
        _mine.opened, _mine.pid, _mine.depth = (lock, door), os.getpid(), 0
    return _mine.opened
