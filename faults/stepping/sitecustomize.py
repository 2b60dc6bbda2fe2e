"""Loaded by every Python of a desk whose time of day is moved by libfaketime, and by nothing else.

A real clock that is set moves the time of day alone. libfaketime also hands the kernel the wrong moment to
wake a sleeper that goes by the clock that never jumps, and each `time.sleep` fails with EINVAL; waiting for
nothing with a time limit goes by the same clock and is left alone.
"""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select((), (), (), seconds)


time.sleep = _sleep
