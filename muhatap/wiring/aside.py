"""Work that waits for other machines, done beside the schedule so that no promise waits with it."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import close_old_connections, connections

_log = logging.getLogger("muhatap.work")


class Aside:
    """A job in a thread of its own, never twice at once; for the schedule it is done at once."""

    def __init__(self, name: str, run: Callable[[datetime], int]) -> None:
        self._name = name
        self._run = run
        self._said: tuple[bool, str] | None = None
        self._thread: threading.Thread | None = None

    def __call__(self, at: datetime) -> int:
        """Start the work unless it still runs; 0, since it asks for no second turn."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name=self._name, args=(at,))
            self._thread.start()
        return 0

    def said(self) -> tuple[bool, str] | None:
        """How the work ended since this was last asked: whether well, and what failed; None if it did not."""
        said, self._said = self._said, None
        return said

    def join(self) -> None:
        """Wait until the work is done."""
        if self._thread is not None:
            self._thread.join()

    def _work(self, at: datetime) -> None:
        close_old_connections()
        try:
            while self._run(at) and threading.main_thread().is_alive():
                at = datetime.now(UTC)
            self._said = (True, "")
        except Exception as error:
            _log.exception("job failed: %s", self._name)
            self._said = (False, type(error).__name__)
        finally:
            connections.close_all()
