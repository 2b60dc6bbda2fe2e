"""The minder of `serve`: keeps its children running, in a process of a few megabytes.

It takes the place of the process that loaded the desk and forked them (`begin`: the same process id, so they
stay its children). What that one had loaded would stay a second time once its children had written over it.
Whoever is started later loads for himself. Nothing but the standard library is imported here, not even us.
"""

import contextlib
import json
import os
import signal
import sys
import time
from typing import NoReturn

GRACE_SECONDS = 10.0
_CALL = signal.SIGUSR1
_ENDS = frozenset({signal.SIGTERM, signal.SIGINT})
AWAITED = _ENDS | {_CALL, signal.SIGCHLD, signal.SIGALRM}
# Who ends sooner than this after his start would soon end again: each time he waits twice as long.
_SOON_SECONDS, _LONGEST_PAUSE = 10.0, 60.0


class Minder:
    """Replaces every child that ends, until it is told to stop; then lets them finish what they do.

    Those `at_call` are started only when a child asks for it (`call`), and not again when they have ended.
    """

    def __init__(
        self, running: dict[int, str], commands: dict[str, list[str]], at_call: frozenset[str]
    ) -> None:
        self._running = running
        self._commands = commands
        self._at_call = at_call
        self._began_at = dict.fromkeys(commands, time.monotonic())
        self._pauses = dict.fromkeys(commands, 1.0)
        self._due: dict[str, float] = {}
        self._stopping = False

    def mind(self) -> int:
        """Mind them to the end; 0."""
        # What came before this handler waits, since these were blocked before the children began.
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
        self._look()
        while self._running or self._due:
            sign = signal.sigwait(AWAITED)
            if sign in _ENDS:
                self._stop()
            elif sign == signal.SIGALRM and self._stopping:
                self._send(signal.SIGKILL)
            elif sign == _CALL:
                for name in self._at_call - set(self._running.values()):
                    self._start(name)
            self._look()
        return 0

    def _look(self) -> None:
        """Bury the dead, start those whose pause is over, and be woken for the next."""
        now = time.monotonic()
        for name in self._ended():
            if name in self._commands and name not in self._at_call:
                self._due[name] = now + self._pause_of(name, now)
        if self._stopping:
            self._due.clear()
            return
        for name in [each for each, at in self._due.items() if at <= now]:
            del self._due[name]
            self._start(name)
        if self._due:
            signal.setitimer(signal.ITIMER_REAL, max(0.01, min(self._due.values()) - now))

    def _ended(self) -> list[str]:
        names = []
        try:
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                names.append(self._running.pop(pid, ""))
        except ChildProcessError:
            # Nobody is left, whoever buried them.
            names += self._running.values()
            self._running.clear()
        return names

    def _pause_of(self, name: str, now: float) -> float:
        lived = now - self._began_at[name]
        self._pauses[name] = min(self._pauses[name] * 2, _LONGEST_PAUSE) if lived < _SOON_SECONDS else 1.0
        return self._pauses[name]

    def _start(self, name: str) -> None:
        if self._stopping:
            return
        command = self._commands[name]
        self._began_at[name] = time.monotonic()
        try:
            pid = os.posix_spawn(command[0], command, os.environ, setsigmask=[], setsigdef=AWAITED)
        except OSError as error:
            sys.stderr.write(f"muhatap serve: {name} could not be started: {error}\n")
            if name not in self._at_call:
                self._due[name] = time.monotonic() + _LONGEST_PAUSE
            return
        self._running[pid] = name

    def _stop(self) -> None:
        self._stopping = True
        self._send(signal.SIGTERM)
        signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

    def _send(self, sign: signal.Signals) -> None:
        for pid in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)


def call(minder: int) -> None:
    """Ask the parent with this process id for its children at call; nothing when that parent is gone."""
    if os.getppid() == minder:
        os.kill(minder, _CALL)


def begin(running: dict[int, str], commands: dict[str, list[str]], at_call: frozenset[str]) -> NoReturn:
    """Become the minder of children that run already: everything else in this process is given back."""
    said = json.dumps([running, commands, sorted(at_call)])
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-I", "-S", __file__, said])  # noqa: S606


def _as_told(said: str) -> Minder:
    running, commands, at_call = json.loads(said)
    return Minder({int(pid): name for pid, name in running.items()}, commands, frozenset(at_call))


if __name__ == "__main__":
    sys.exit(_as_told(sys.argv[1]).mind())
