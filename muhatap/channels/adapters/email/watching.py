"""A thread for each mailbox that waits for new mail, where the server can tell; the others are polled."""

import contextlib
import logging
import socket
import threading
import time
from datetime import UTC, datetime

from django.conf import settings
from django.db import Error, close_old_connections, connections

from muhatap.channels.adapters.email.boxes import access_of, box_of
from muhatap.channels.adapters.email.imap import ImapSession, ImapTrouble, open_box
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.adapters.email.polling import read_new
from muhatap.channels.models import Mailbox
from muhatap.channels.operations.mailboxes import note_checked
from muhatap.live import bus

_log = logging.getLogger("muhatap.mail")
# Well below the 29 minutes of RFC 2177, and below what most firewalls forget a silent connection after.
IDLE_SECONDS = 540.0
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0


class Watcher:
    """One mailbox: signed in, reading what is new and waiting, until it is stopped or the server cannot."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.access = bytes(mailbox.access)
        self.is_waiting = False
        self._mailbox = mailbox
        self._stopped = threading.Event()
        self._waker, self._wakes = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name=f"watch {mailbox.address}", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Ask for the end; a mail that is being stored is stored."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._wakes.send(b"!")

    def join(self, seconds: float) -> None:
        """Wait for the end."""
        self._thread.join(seconds)

    @property
    def is_alive(self) -> bool:
        """Whether it watches or tries to."""
        return self._thread.is_alive()

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        try:
            while not self._stopped.is_set():
                try:
                    with open_box(box_of(access_of(self._mailbox))) as session:
                        if not session.can_idle:
                            return
                        pause = _FIRST_PAUSE
                        self._watch(session)
                except (ImapTrouble, Error, OSError, ValueError, TypeError) as trouble:
                    self.is_waiting = False
                    self._note(f"{type(trouble).__name__}: {trouble}")
                    self._stopped.wait(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
        except Exception:
            _log.exception("watching ended: %s", self._mailbox.address)
        finally:
            self.is_waiting = False
            connections.close_all()
            self._waker.close()
            self._wakes.close()

    def _watch(self, session: ImapSession) -> None:
        while not self._stopped.is_set():
            close_old_connections()
            self._mailbox.refresh_from_db()
            read = read_new(mailbox=self._mailbox, session=session, at=datetime.now(UTC))
            self._note(read.error)
            if read.new:
                bus.nudge(settings.MUHATAP_DATA)
            # A hundred waiting mailboxes hold no hundred connections to the database.
            connections.close_all()
            self.is_waiting = True
            session.wait(seconds=IDLE_SECONDS, waker=self._waker)

    def _note(self, error: str) -> None:
        try:
            note_checked(mailbox=self._mailbox, error=error, by=BY_MAIL, at=datetime.now(UTC))
        except Error:
            _log.exception("a visit could not be noted: %s", self._mailbox.address)
        finally:
            connections.close_all()


class Watch:
    """The watchers of an installation; `keep` starts and ends them as mailboxes come, change and go."""

    def __init__(self) -> None:
        self._watchers: dict[int, Watcher] = {}
        self._cannot: dict[int, bytes] = {}

    def keep(self, at: datetime) -> int:
        """Watch every mailbox whose server may tell of new mail; 0, since it asks for no second turn."""
        boxes = {box.id: box for box in Mailbox.objects.exclude(access=b"").select_related("brand")}
        for box_id, watcher in list(self._watchers.items()):
            is_same = box_id in boxes and bytes(boxes[box_id].access) == watcher.access
            if is_same and not watcher.is_alive:
                # The server cannot tell of new mail; it is polled, and asked again when the access changes.
                self._cannot[box_id] = watcher.access
            if not is_same or not watcher.is_alive:
                watcher.stop()
                del self._watchers[box_id]
        for box_id, box in boxes.items():
            if box_id not in self._watchers and self._cannot.get(box_id) != bytes(box.access):
                self._watchers[box_id] = Watcher(box)
                self._watchers[box_id].start()
        return 0

    def waiting(self) -> set[int]:
        """The mailboxes that need no polling now."""
        return {box_id for box_id, watcher in self._watchers.items() if watcher.is_waiting}

    def stop(self, seconds: float = 5.0) -> None:
        """End all watching; who does not come back in time is left, since nothing of his is lost."""
        watchers = list(self._watchers.values())
        self._watchers.clear()
        for watcher in watchers:
            watcher.stop()
        until = time.monotonic() + seconds
        for watcher in watchers:
            watcher.join(max(0.0, until - time.monotonic()))
