"""Bulk work in a process of its own: in short turns, resting beside others, and only while there is some.

To count a million cases for the first time or to index them anew keeps a processor busy for long. Beside
the schedule's threads it would keep the interpreter from those who tell open pages what happened.
"""

import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from django.db import OperationalError

from muhatap.audit.leasing import hold, let_go
from muhatap.audit.turns import let_others_pass
from muhatap.cases import reindexing
from muhatap.cases.queries import has_more_than
from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports.due_days import is_day_due
from muhatap.reports.queries import days_to_roll, is_rebuilding

COUNTER = Actor.system("reports")
SIGNER = Actor.system("signer")
_log = logging.getLogger("muhatap.work")
_LEASE, _LEASE_SECONDS, _SURE_SECONDS = "bulk", 60, 20.0
# What is less is done by the schedule before a process would have begun.
_FEW_CASES, _FEW_DAYS = 2000, 40
# Not lower than the schedule: who is kept from the processor while it writes keeps everybody from writing.
_NICENESS = 5
# How often the newest days are added up while older cases are still being counted.
_SUMS_SECONDS = 15.0
_asking: list[Callable[[], None]] = []


def let_ask(ask: Callable[[], None]) -> None:
    """From now on this process has somebody to ask for the process that does bulk work."""
    _asking[:] = [ask]


def is_elsewhere() -> bool:
    """Whether what there is to do is bulk work, and is done by that process."""
    return bool(_asking) and is_waiting()


def ask_if_waiting(at: datetime) -> int:
    """Ask for that process when there is bulk work."""
    if is_elsewhere():
        _asking[0]()
    return 0


def is_waiting() -> bool:
    """Whether there is bulk work."""
    if days_to_roll() > _FEW_DAYS:
        return True
    if not has_more_than(_FEW_CASES):
        return False
    return is_rebuilding() or reindexing.is_rebuilding() or is_day_due(datetime.now(UTC))


def work_off() -> None:
    """Do all the bulk work there is, unless another process does; cut off anywhere, the next goes on."""
    with suppress(OSError):
        os.nice(_NICENESS)
    let_others_pass()
    holder = f"{socket.gethostname()}:{os.getpid()}"
    sure_until = 0.0
    try:
        for _ in _portions():
            if time.monotonic() > sure_until:
                if not hold(name=_LEASE, holder=holder, at=datetime.now(UTC), seconds=_LEASE_SECONDS):
                    return
                sure_until = time.monotonic() + _SURE_SECONDS
    except Exception:
        _log.exception("job failed: %s", "bulk work")
    with suppress(OperationalError):
        let_go(name=_LEASE, holder=holder, at=datetime.now(UTC))


def _portions() -> Iterator[int]:
    """The portions of all bulk work, one after the other; the first comes before anything is done."""
    yield 0
    summed_at = time.monotonic()
    if is_rebuilding():
        for count in reports.rebuild(by=COUNTER, at=datetime.now(UTC)):
            yield count
            if time.monotonic() > summed_at + _SUMS_SECONDS:
                yield reports.roll_days(by=COUNTER, at=datetime.now(UTC))
                summed_at = time.monotonic()
    while count := reports.roll_days(by=COUNTER, at=datetime.now(UTC)):
        yield count
    while count := reports.roll_spans(by=COUNTER, at=datetime.now(UTC)):
        yield count
    if reindexing.is_rebuilding():
        yield from reindexing.rebuild(at=datetime.now(UTC))
    while not is_rebuilding() and (count := _sealed(datetime.now(UTC))):
        yield count


def follow(at: datetime) -> int:
    """Bring the observations behind the measures up to what was published, and to what time has changed."""
    return reports.follow_events(by=COUNTER, at=at) + reports.look_again(by=COUNTER, at=at)


def _sealed(at: datetime) -> int:
    """Sign a day that is over: of a large desk that is a look at every case of thirty days."""
    return follow(at) or reports.roll_days(by=COUNTER, at=at) or reports.seal_due_day(by=SIGNER, at=at)
