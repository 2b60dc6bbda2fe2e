"""A limit of time for work that may hang: it is broken off, or at worst its process is ended."""

import faulthandler
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import UnsupportedOperation

# Work that swallows the exception hears it again so often.
_AGAIN_SECONDS = 5.0
# Beyond the limit, for code that never comes back to Python.
_GRACE_SECONDS = 60.0
_ends_process = False


class TookTooLong(Exception):
    """Work was broken off because it had not ended within its limit."""


def end_process_when_stuck() -> None:
    """Let work that cannot be broken off end this process, saying where it hung; its minder restarts it."""
    global _ends_process
    _ends_process = True


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in what runs longer; limits may stand in each other, and in threads there are none.

    The kernel's alarm interrupts every wait, but no loop of a C library: for that there is the process's end.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
    _watch(seconds + _GRACE_SECONDS)
    try:
        yield
    finally:
        remaining, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            passed = max(0.0, seconds - remaining)
            signal.setitimer(signal.ITIMER_REAL, max(0.001, left - passed), interval)
            _watch(max(1.0, left - passed) + _GRACE_SECONDS)
        else:
            _watch(0)


def _ring(*_: object) -> None:
    raise TookTooLong


def _watch(seconds: float) -> None:
    """Let a thread that needs nothing of Python end the process then; 0 for never."""
    if not _ends_process:
        return
    if not seconds:
        faulthandler.cancel_dump_traceback_later()
        return
    with suppress(RuntimeError, ValueError, UnsupportedOperation, AttributeError):
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__)
