"""What the doors for mail take in: stored many at once, answered when it is on disk, and filed after that."""

import logging
import queue
import threading
from collections import deque
from concurrent.futures import Future
from datetime import UTC, datetime

from django.conf import settings
from django.db import close_old_connections, connections

from muhatap.channels.adapters.email import filing, intake
from muhatap.channels.adapters.email.sittings import MOST_LETTERS
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.live import bus

_log = logging.getLogger("muhatap.mail")
_MOST_AT_ONCE = 64
_MOST_BYTES = 16_000_000
# Beyond this, what waits to be filed is read again from the vault.
_MOST_HELD = 32_000_000
_LONGEST_WAIT = 30.0

_Arrival = tuple[Mailbox, bytes, "Future[intake.Taken]"]


class Keeper:
    """One thread with the database: storing goes before filing, since somebody waits for the answer."""

    def __init__(self) -> None:
        self._arrivals: queue.SimpleQueue[_Arrival | None] = queue.SimpleQueue()
        self._unfiled: deque[tuple[VaultItem, bytes]] = deque()
        self._held = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="mail keeper")

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Store and answer what came, file the sitting at hand, and end; the rest waits in the vault."""
        self._arrivals.put(None)
        self._thread.join()

    def keep(self, mailbox: Mailbox, raw: bytes) -> "Future[intake.Taken]":
        """Store a mail; the result comes when it is safe on disk, the error when it could not be stored."""
        promised: Future[intake.Taken] = Future()
        self._arrivals.put((mailbox, raw, promised))
        return promised

    def _run(self) -> None:
        try:
            while not self._stopping:
                batch = self._next_batch()
                if batch:
                    close_old_connections()
                    self._store(batch)
                elif self._unfiled:
                    self._file()
            if batch := self._next_batch():
                self._store(batch)
        finally:
            connections.close_all()

    def _next_batch(self) -> list[_Arrival]:
        """Everything that came meanwhile; waits for something only when there is nothing to file."""
        batch: list[_Arrival] = []
        total = 0
        try:
            may_wait = not self._unfiled and not self._stopping
            arrival = self._arrivals.get(timeout=_LONGEST_WAIT) if may_wait else self._arrivals.get_nowait()
            while True:
                if arrival is None:
                    self._stopping = True
                    return batch
                batch.append(arrival)
                total += len(arrival[1])
                if len(batch) >= _MOST_AT_ONCE or total >= _MOST_BYTES:
                    return batch
                arrival = self._arrivals.get_nowait()
        except queue.Empty:
            return batch

    def _store(self, batch: list[_Arrival]) -> None:
        try:
            self._stored(batch)
        except Exception as error:
            if len(batch) == 1:
                _log.exception("mail could not be stored")
                batch[0][2].set_exception(error)
                return
            for arrival in batch:
                self._store([arrival])

    def _stored(self, batch: list[_Arrival]) -> None:
        taken = intake.take_all(mails=[(mailbox, raw) for mailbox, raw, _ in batch], at=datetime.now(UTC))
        for (_, raw, promised), one in zip(batch, taken, strict=True):
            promised.set_result(one)
            if one.is_new:
                kept = raw if self._held + len(raw) <= _MOST_HELD else b""
                self._held += len(kept)
                self._unfiled.append((one.item, kept))

    def _file(self) -> None:
        some = [self._unfiled.popleft() for _ in range(min(MOST_LETTERS, len(self._unfiled)))]
        self._held -= sum(len(raw) for _, raw in some)
        try:
            raws = {item.id: raw for item, raw in some if raw}
            filing.file_items(items=[item for item, _ in some], at=datetime.now(UTC), raws=raws)
        except Exception:
            # They are in the vault and are filed again from there.
            _log.exception("mails could not be filed")
        bus.nudge(settings.MUHATAP_DATA)
