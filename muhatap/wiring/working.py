"""The background process: runs the schedule while it holds the lease, and wakes when something commits."""

import logging
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, close_old_connections

from muhatap.audit.leasing import hold, let_go
from muhatap.audit.turns import let_others_pass
from muhatap.audit.turns_of_jobs import forget_other_jobs
from muhatap.kernel import signs
from muhatap.kernel.limits import end_process_when_stuck, within
from muhatap.kernel.tracing import say, traced
from muhatap.live import between_nodes, bus
from muhatap.wiring import bulk, traces
from muhatap.wiring.aside import Aside
from muhatap.wiring.mail_doors import mail_coming_in
from muhatap.wiring.schedule import JOBS, WATCH, Job
from muhatap.wiring.sharing import give_back, share_one_heap
from muhatap.wiring.watching import TURNS

_log = logging.getLogger("muhatap.work")
_LEASE = "schedule"
_RELAY = "relay"
_LEASE_SECONDS = 30
# To renew is to write: not before a third of the lease is over.
_SURE_SECONDS = 10.0
_LONGEST_SLEEP = 1.0
# What commits within this time is published together, so that the ones at work are disturbed once.
_RELAY_GAP = 0.04
_LONGEST_PAUSE = 300.0
_LONGEST_TURN = 300.0
_SWITCH = 0.001
_GIVE_BACK_SECONDS = 30.0
# People wait for pages; letters and listeners come right after.
_NICENESS = 5


class Worker:
    """Runs jobs when they are due; `stop` lets the current one finish."""

    def __init__(self, jobs: tuple[Job, ...] = JOBS) -> None:
        self._jobs = jobs
        self._next = {job.name: 0.0 for job in jobs}
        self._holder = f"{socket.gethostname()}:{os.getpid()}"
        self._stopping = False
        self._sure_until = 0.0
        self._relayed_at = 0.0
        self._given_back_at = 0.0

    def stop(self, *_: object) -> None:
        """Ask for the end."""
        self._stopping = True

    def run(self) -> None:
        """Work until stopped."""
        inbox = bus.open_inbox(settings.MUHATAP_DATA, "work")
        signs.show(_holders(), self._holder)
        quiet = _hear_other_nodes()
        with suppress(OperationalError):
            forget_other_jobs(self._next)
        try:
            while not self._stopping:
                close_old_connections()
                if self._holds():
                    self.run_due(time.monotonic())
                self._sleep(inbox)
        finally:
            quiet.set()
            Path(inbox.getsockname()).unlink(missing_ok=True)
            inbox.close()
            with suppress(OperationalError):
                let_go(name=_LEASE, holder=self._holder, at=datetime.now(UTC))
            signs.take_down(_holders(), self._holder)

    def run_due(self, now: float) -> None:
        """Run every job whose time has come; one that fails is tried again at its next time."""
        for job in self._jobs:
            if self._stopping or self._next[job.name] > now:
                continue
            self._next[job.name] = now + job.every_seconds
            if job.name == _RELAY:
                self._relayed_at = now
            try:
                while (done := _limited(job)) > job.enough and not self._stopping:
                    self._holds()
                if done:
                    self._next[job.name] = now + min(_RELAY_GAP, job.every_seconds)
                self._note(job)
            except Exception as error:
                _log.exception("job failed: %s", job.name)
                TURNS.failed(job.name, job.every_seconds, datetime.now(UTC), type(error).__name__)
                self._next[job.name] = now + pause_after(job.every_seconds, TURNS.failures_of(job.name))

    def _note(self, job: Job) -> None:
        """Remember that a job ended; one beside the schedule has ended only when it says so."""
        is_good, error = True, ""
        if isinstance(job.run, Aside):
            said = job.run.said()
            if said is None:
                return
            is_good, error = said
        if is_good:
            TURNS.ended(job.name, job.every_seconds, datetime.now(UTC))
        else:
            TURNS.failed(job.name, job.every_seconds, datetime.now(UTC), error)

    def _holds(self) -> bool:
        if time.monotonic() < self._sure_until:
            return True
        try:
            held = self._asks() or (_bury_the_dead() and self._asks())
        except OperationalError:
            _log.warning("database not reachable; trying again")
            close_old_connections()
            return False
        self._sure_until = time.monotonic() + _SURE_SECONDS if held else 0.0
        return held

    def _asks(self) -> bool:
        return hold(name=_LEASE, holder=self._holder, at=datetime.now(UTC), seconds=_LEASE_SECONDS)

    def _sleep(self, inbox: socket.socket) -> None:
        if time.monotonic() > self._given_back_at + _GIVE_BACK_SECONDS:
            give_back()
            self._given_back_at = time.monotonic()
        soonest = min(self._next.values()) - time.monotonic()
        ready, _, _ = select.select([inbox], [], [], max(0.02, min(soonest, _LONGEST_SLEEP)))
        if ready:
            with suppress(BlockingIOError):
                while inbox.recv(64):
                    pass
            self._next[_RELAY] = min(self._next[_RELAY], self._relayed_at + _RELAY_GAP)


def _limited(job: Job) -> int:
    """One turn of a job; one that hangs is broken off, so that the others are not kept waiting."""
    with within(_LONGEST_TURN), traced(f"job {job.name}"):
        done = job.run(datetime.now(UTC))
        if not done:
            say(**{traces.IDLE: True})
        return done


def pause_after(every_seconds: float, failures: int) -> float:
    """How long a job that failed so often in a row rests: twice as long each time, five minutes at most."""
    least = max(every_seconds, 5)
    return max(least, min(least * 2 ** (min(failures, 10) - 1), _LONGEST_PAUSE))


def _hear_other_nodes() -> threading.Event:
    """Wake this process when any node commits; the event ends that."""
    stopped = threading.Event()
    between_nodes.call_on_nudge(partial(bus.nudge, settings.MUHATAP_DATA), stopped)
    return stopped


def _holders() -> Path:
    return bus.folder(settings.MUHATAP_DATA) / "holders"


def _bury_the_dead() -> bool:
    """Give back what a worker of this machine held when it was killed; True when there was one."""
    dead = signs.left_by_the_dead(_holders())
    for holder in dead:
        let_go(name=_LEASE, holder=holder, at=datetime.now(UTC))
    return bool(dead)


def work(ask: Callable[[], None] | None = None) -> None:
    """Run the background process in the foreground until a signal ends it.

    `ask` asks for the process that does bulk work; without it the schedule does that too.
    """
    if ask is not None:
        bulk.let_ask(ask)
    # Those who tell open pages must not wait long for threads that only reckon.
    sys.setswitchinterval(_SWITCH)
    share_one_heap()
    worker, tracer = Worker(), traces.begin(settings.MUHATAP_OTLP)
    end_process_when_stuck()
    let_others_pass()
    with suppress(OSError):
        os.nice(_NICENESS)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    try:
        with mail_coming_in():
            worker.run()
    finally:
        WATCH.stop()
        if tracer is not None:
            tracer.end()
