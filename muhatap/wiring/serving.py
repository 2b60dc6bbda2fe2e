"""Serving: one parent loads the desk, then forks web processes and the background process, and minds them."""

import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial

import uvicorn
from django.db import connections

from muhatap.wiring import bulk
from muhatap.wiring.asgi import build
from muhatap.wiring.working import work

_GRACE_SECONDS = 10.0
_RESTART_PAUSE = 1.0
_SET_PARENT_DEATH_SIGNAL = 1
_CALL = signal.SIGUSR1
_ENDS = frozenset({signal.SIGTERM, signal.SIGINT})
_AWAITED = _ENDS | {_CALL, signal.SIGCHLD, signal.SIGALRM}
_GARBAGE = 20_000
_MOST_FILES = 65_536


class Supervisor:
    """Keeps every child running until it is told to stop, then lets them finish what they do.

    `at_call` runs only after a child asked for it (`call`), and not again when it has ended.
    """

    def __init__(
        self, children: dict[str, Callable[[], None]], at_call: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        self._targets = children
        self._at_call = at_call
        self._running: dict[int, str] = {}
        self._stopping = False

    def run(self) -> int:
        """Start all children and restart those that die; 0 after an orderly end."""
        # Signals are waited for: to fork in a handler would fork within a fork.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
        # What was loaded before the fork is shared, and the collector must not touch it.
        gc.collect()
        gc.freeze()
        gc.enable()
        # A call makes thousands of objects and hardly a cycle; looking for one twice a call is dear.
        gc.set_threshold(_GARBAGE)
        for name in self._targets:
            self._start(name)
        while self._running:
            sign = signal.sigwait(_AWAITED)
            if sign in _ENDS:
                self._stop()
            elif sign == signal.SIGALRM:
                self._end()
            for name in self._ended():
                if name in self._targets and not self._stopping:
                    time.sleep(_RESTART_PAUSE)
                    self._start(name)
            if sign == _CALL:
                self._start_at_call()
        return 0

    def _ended(self) -> list[str]:
        """The names of the children that have ended since the last time."""
        names = []
        with contextlib.suppress(ChildProcessError):
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                names.append(self._running.pop(pid, ""))
        return names

    def _start(self, name: str) -> None:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            self._running[pid] = name
            return
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
        _end_with_parent()
        code = 1
        try:
            (self._targets | dict([self._at_call] if self._at_call else []))[name]()
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _start_at_call(self) -> None:
        if self._at_call and not self._stopping and self._at_call[0] not in self._running.values():
            self._start(self._at_call[0])

    def _stop(self) -> None:
        self._stopping = True
        for pid in list(self._running):
            os.kill(pid, signal.SIGTERM)
        signal.setitimer(signal.ITIMER_REAL, _GRACE_SECONDS)

    def _end(self) -> None:
        for pid in list(self._running):
            os.kill(pid, signal.SIGKILL)


def call(minder: int) -> None:
    """Ask the parent with this process id for its child at call; nothing when that parent is gone."""
    if os.getppid() == minder:
        os.kill(minder, _CALL)


def in_a_child(step: Callable[[], int], meanwhile: Callable[[], object] = lambda: None) -> int:
    """Do a step in a process of its own, something else meanwhile; its exit code, 1 when it failed."""
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        meanwhile()
        return _code_of(pid)
    _end_with_parent()
    gc.enable()
    code = 1
    try:
        code = step()
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _code_of(pid: int) -> int:
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return 1 if code < 0 else code


def _end_with_parent() -> None:
    """Ask the kernel (Linux) to end this child when its parent dies, so that no orphan keeps the port."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def listening_sockets(host: str, port: int, count: int) -> list[socket.socket]:
    """A bound socket for each web process; OSError when the address is taken.

    With one socket the process that wakes first takes whole bursts of connections; on Linux the kernel
    deals them out among several.
    """
    # A plain one first: sockets that share a port would not notice who else has it.
    plain = _listening(host, port)
    if not sys.platform.startswith("linux") or count == 1:
        return [plain] * count
    port = plain.getsockname()[1]
    plain.close()
    return [_listening(host, port, socket.SO_REUSEPORT) for _ in range(count)]


def _listening(host: str, port: int, option: int = 0) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if option:
            listener.setsockopt(socket.SOL_SOCKET, option, 1)
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def serve(*, listeners: Sequence[socket.socket]) -> int:
    """Serve pages, sockets and background work until a signal ends it; the exit code."""
    connections.close_all()
    _let_many_in()
    children: dict[str, Callable[[], None]] = {
        f"web {index + 1}": partial(_serve_web, listener) for index, listener in enumerate(listeners)
    }
    children["background"] = partial(work, ask=partial(call, os.getpid()))
    return Supervisor(children, at_call=("bulk", bulk.work_off)).run()


def _let_many_in() -> None:
    """Every open page is a file to the kernel: as many as this account may have, not the first thousand."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Some systems name no hard limit, or one that the kernel does not keep.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (_MOST_FILES if hard == resource.RLIM_INFINITY else hard, hard)
        )


def _serve_web(listener: socket.socket) -> None:
    config = uvicorn.Config(
        build(),
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        ws_max_size=4096,
        h11_max_incomplete_event_size=65536,
    )
    uvicorn.Server(config).run(sockets=[listener])
