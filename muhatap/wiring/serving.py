"""Serving: one process loads the desk, forks its web and background processes, and becomes their minder."""

import contextlib
import ctypes
import gc
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn

import uvicorn
from django.db import connections

from muhatap.wiring import bulk, minding
from muhatap.wiring.asgi import build
from muhatap.wiring.sharing import fill_free_places, give_back
from muhatap.wiring.working import work

WEB, _BACKGROUND, _BULK = "web", "background", "bulk"
_LATER = "muhatap.wiring.coming_later"
_SET_PARENT_DEATH_SIGNAL = 1
_GARBAGE = 20_000
_MOST_FILES = 65_536


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


def serve(*, listeners: Sequence[socket.socket]) -> NoReturn:
    """Serve pages, sockets and background work until a signal ends it."""
    connections.close_all()
    _let_many_in()
    # Signals are waited for, from before the first child on.
    signal.pthread_sigmask(signal.SIG_BLOCK, minding.AWAITED)
    minder = os.getpid()
    named = [*((f"{WEB} {index + 1}", WEB, each) for index, each in enumerate(listeners))]
    children = [*named, (_BACKGROUND, _BACKGROUND, None)]
    commands = {name: _command(minder, what, listener) for name, what, listener in children}
    share_what_is_loaded()
    running = {_forked(partial(be, what, listener, minder)): name for name, what, listener in children}
    minding.begin(running, commands | {_BULK: _command(minder, _BULK, None)}, frozenset({_BULK}))


def _command(minder: int, what: str, listener: socket.socket | None) -> list[str]:
    """What starts such a child anew."""
    numbers = [str(listener.fileno())] if listener else []
    return [sys.executable, "-m", _LATER, str(minder), what, *numbers]


def share_what_is_loaded() -> None:
    """Prepare for the forks and for calls: what is loaded now stays as it is."""
    # What was loaded before a fork is shared, and the collector must not touch it.
    gc.collect()
    give_back()
    fill_free_places()
    gc.freeze()
    gc.enable()
    # A call makes thousands of objects and hardly a cycle; looking for one twice a call is dear.
    gc.set_threshold(_GARBAGE)


def _forked(step: Callable[[], None]) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        step()
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def be(what: str, listener: socket.socket | None, minder: int) -> None:
    """Be one of the children of `serve` to its end; nothing when its minder is gone already."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, minding.AWAITED)
    _end_with_parent()
    if os.getppid() != minder:
        return
    if listener is not None:
        _serve_web(listener)
    elif what == _BULK:
        bulk.work_off()
    else:
        work(ask=partial(minding.call, minder))


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
