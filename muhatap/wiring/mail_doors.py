"""Running the doors for mail: alone by `muhatap mail listen`, or within the background process."""

import argparse
import asyncio
import signal
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from muhatap.channels.adapters.email.keeping import Keeper
from muhatap.channels.adapters.email.listening import DoorLimits, House, WrongDoor, host_and_port, open_doors

WRONG_USE, NO_ADDRESS = 64, 69
_GRACE_SECONDS = 20.0
_SWITCH_SECONDS = 0.0005


class MailDoors:
    """The doors in a thread of their own; `start` returns when they are open, `stop` when all is stored."""

    def __init__(
        self, *, lmtp: str, smtp: str, limits: DoorLimits | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._addresses = {"lmtp": lmtp, "smtp": smtp}
        self._limits = limits or DoorLimits()
        self._tls = tls
        self._opened = threading.Event()
        self._failed: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="mail doors")
        self.ports: list[int] = []

    def start(self) -> None:
        """Open the doors; OSError when an address is taken."""
        # Whoever knocks must not wait 5 ms for each word while another thread files mail.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._thread.start()
        self._opened.wait()
        if self._failed is not None:
            self._thread.join()
            raise self._failed

    def stop(self) -> None:
        """Close the doors; what was accepted is stored when this returns."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(_GRACE_SECONDS)

    async def _serve(self) -> None:
        keeper = Keeper()
        try:
            doors = await open_doors(**self._addresses, house=House(keeper, self._limits), tls=self._tls)
        except OSError as error:
            self._failed = error
            self._opened.set()
            return
        keeper.start()
        self._loop, self.ports = asyncio.get_running_loop(), doors.ports
        self._opened.set()
        try:
            await self._end.wait()
            await doors.close()
        finally:
            await asyncio.to_thread(keeper.stop)


def listen(options: argparse.Namespace) -> int:
    """Listen until a signal ends it."""
    lmtp, smtp = options.lmtp or settings.MUHATAP_LMTP, options.smtp or settings.MUHATAP_SMTP_IN
    try:
        for address in filter(None, (lmtp, smtp)):
            if not address.startswith("unix:"):
                host_and_port(address)
        if not lmtp and not smtp:
            raise WrongDoor("say where: --lmtp HOST:PORT or --lmtp unix:PATH, or --smtp HOST:PORT")
        tls = _tls(options.tls_cert, options.tls_key)
    except (WrongDoor, OSError) as error:
        print(f"muhatap mail: {error}", file=sys.stderr)
        return WRONG_USE
    limits = DoorLimits(size=options.max_size, connections=options.max_connections)
    doors = MailDoors(lmtp=lmtp, smtp=smtp, limits=limits, tls=tls)
    ended = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: ended.set())
    try:
        doors.start()
    except OSError as error:
        print(f"muhatap mail: cannot listen: {error}", file=sys.stderr)
        return NO_ADDRESS
    print(f"listening for mail: {' '.join(filter(None, (lmtp, smtp)))}", flush=True)
    ended.wait()
    doors.stop()
    return 0


@contextmanager
def mail_coming_in() -> Iterator[None]:
    """Beside the background work: the doors that the surroundings ask for."""
    lmtp, smtp = settings.MUHATAP_LMTP, settings.MUHATAP_SMTP_IN
    doors = MailDoors(lmtp=lmtp, smtp=smtp) if lmtp or smtp else None
    try:
        if doors is not None:
            doors.start()
        yield
    finally:
        if doors is not None:
            doors.stop()


def _tls(certificate: str | None, key: str | None) -> ssl.SSLContext | None:
    if not certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key or None)
    return context
