"""The doors for mail servers: LMTP and SMTP for our own mailboxes and nobody else's (RFC 5321, RFC 2033)."""

import asyncio
import contextlib
import errno
import logging
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP
from django.db import Error, close_old_connections

from muhatap.channels.adapters.email.keeping import Keeper
from muhatap.channels.adapters.email.sittings import folded
from muhatap.channels.models import Mailbox

_log = logging.getLogger("muhatap.mail")
_MOST_RECIPIENTS = 100
_LARGE, _MOST_LARGE = 1_000_000, 8
_END = b".\r\n"
_NO_SUCH = "550 5.1.1 There is no such mailbox here"
_TOO_LARGE = "552 5.3.4 The mail is larger than we take"
_LATER = "451 4.3.0 The mail could not be stored; bring it again later"
_NO_ROOM = "452 4.3.1 There is no room to store the mail; bring it again later"
_KEPT = "250 2.0.0 Stored"
_FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class DoorLimits:
    """What a door takes at most: bytes of a mail, connections at once, seconds without a word."""

    size: int = 50_000_000
    connections: int = 50
    seconds: float = 120.0


class WrongDoor(ValueError):
    """The address to listen on cannot be understood; the message says what is expected."""


class Recipients:
    """Which address is which mailbox; read again after some seconds, and at once for a stranger."""

    def __init__(self) -> None:
        self._known: dict[str, Mailbox] = {}
        self._read_at = -60.0

    async def find(self, address: str) -> Mailbox | None:
        """The mailbox of an address, with or without `+something` behind its name."""
        if time.monotonic() - self._read_at > 10 or self._of(address) is None:
            await asyncio.to_thread(self._read)
        return self._of(address)

    def _of(self, address: str) -> Mailbox | None:
        plain = folded(address)
        local, at, domain = plain.rpartition("@")
        return self._known.get(plain) or self._known.get(f"{local.partition('+')[0]}{at}{domain}")

    def _read(self) -> None:
        if time.monotonic() - self._read_at < 1:
            return
        close_old_connections()
        boxes = Mailbox.objects.order_by("-id").defer("access")
        self._known = {folded(box.address): box for box in boxes}
        self._read_at = time.monotonic()


@dataclass(frozen=True, slots=True)
class House:
    """What all doors share: who is inside, how many, and how many large mails are read at once."""

    keeper: Keeper
    limits: DoorLimits
    recipients: Recipients = field(default_factory=Recipients)
    inside: set = field(default_factory=set)
    large: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MOST_LARGE))


class Porter:
    """Answers what the other server asks, the same at every door."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        """What the library says, with pipelining and without signing in: nobody has an account here."""
        session.host_name = hostname
        said = [line for line in responses if not line.startswith("250-AUTH")]
        return [*said[:-1], "250-PIPELINING", said[-1]]

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Take a recipient who is a mailbox; refuse everybody else, so that nothing is ever relayed."""
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            mailbox = await self._house.recipients.find(address)
        except (Error, OSError):
            _log.exception("mailboxes could not be read")
            return _LATER
        if mailbox is None:
            return _NO_SUCH
        envelope.rcpt_tos.append(address)
        envelope.mailboxes = [*getattr(envelope, "mailboxes", ()), mailbox]
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        """Keep the mail for each recipient; the answer goes out when it is on disk."""
        is_lmtp = isinstance(server, LMTP)
        raw = _stamped(session, envelope, "LMTP" if is_lmtp else "ESMTP")
        kept = {
            box.id: asyncio.wrap_future(self._house.keeper.keep(box, raw))
            for box in {box.id: box for box in envelope.mailboxes}.values()
        }
        await asyncio.wait(kept.values())
        answers = [_answer(kept[box.id].exception()) for box in envelope.mailboxes]
        # By SMTP one answer for all: the whole mail comes again, and who has it already gets no second.
        return "\r\n".join(answers) if is_lmtp else max(answers)

    async def handle_exception(self, error):
        """Our own fault is not the sender's: the mail comes again."""
        _log.error("a door failed", exc_info=error)
        return "451 4.3.0 Something failed here; try again later"


class _Door:
    """What both protocols share: whole mails instead of lines, and room for so many at once."""

    line_length_limit = 65_536

    def __init__(self, house: House, tls: ssl.SSLContext | None) -> None:
        self._house = house
        self._is_refused = False
        super().__init__(
            Porter(house),
            data_size_limit=house.limits.size,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident="Muhatap",
            tls_context=tls,
            timeout=house.limits.seconds,
            loop=asyncio.get_running_loop(),
        )

    def connection_made(self, transport):
        if self not in self._house.inside and len(self._house.inside) >= self._house.limits.connections:
            transport.write(b"421 4.7.0 Too many connections; try again later\r\n")
            transport.close()
            self._is_refused = True
            return
        self._house.inside.add(self)
        super().connection_made(transport)

    def data_received(self, data):
        if not self._is_refused:
            super().data_received(data)

    def eof_received(self):
        return None if self._is_refused else super().eof_received()

    def connection_lost(self, error):
        if not self._is_refused:
            self._house.inside.discard(self)
            super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:
        """Read a mail to its final dot and hand it on."""
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        async with contextlib.AsyncExitStack() as held:
            content = await self._content(held)
            if content is None:
                answers = len(self.envelope.rcpt_tos) if isinstance(self, LMTP) else 1
                answer = "\r\n".join([_TOO_LARGE] * answers)
            else:
                self.envelope.content = content
                answer = await self.event_handler.handle_DATA(self, self.session, self.envelope)
            self._set_post_data_state()
            await self.push(answer)

    async def _content(self, held: contextlib.AsyncExitStack) -> bytes | None:
        """The mail with its dots unstuffed; None when it is too large, after all of it was read."""
        pieces: list[bytes] = []
        size, tail, limit = 0, b"\r\n", self._house.limits.size + len(_END)
        # Only a lone dot between two CRLFs is the end, so that nothing can be smuggled behind another.
        while tail != b"\r\n" + _END:
            try:
                piece = await self._reader.readuntil(_END)
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.readexactly(overrun.consumed)
            self._reset_timeout()
            tail = (tail + piece)[-5:]
            if size < _LARGE <= size + len(piece):
                await held.enter_async_context(self._house.large)
            size += len(piece)
            if size <= limit:
                pieces.append(piece)
            else:
                pieces.clear()
        if size > limit:
            return None
        content = b"".join(pieces)[: -len(_END)]
        return content.removeprefix(b".").replace(b"\r\n.", b"\r\n")


class LmtpDoor(_Door, LMTP):
    """LMTP: an answer for each recipient."""


class SmtpDoor(_Door, SMTP):
    """SMTP: one answer for all."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Open doors; `close` lets those inside finish."""

    house: House
    servers: list[asyncio.Server]
    sockets: list[Path]

    @property
    def ports(self) -> list[int]:
        """The TCP ports that are listened on."""
        named = [each.getsockname() for server in self.servers for each in server.sockets]
        return [name[1] for name in named if isinstance(name, tuple)]

    async def close(self, seconds: float = 10.0) -> None:
        """Let nobody in any more, wait for the mails that are being brought, and hang up."""
        for server in self.servers:
            server.close()
        until = time.monotonic() + seconds
        while time.monotonic() < until and any(door.envelope.rcpt_tos for door in self.house.inside):
            await asyncio.sleep(0.05)
        for door in list(self.house.inside):
            door.transport.close()
        for place in self.sockets:
            place.unlink(missing_ok=True)


async def open_doors(
    *, lmtp: str = "", smtp: str = "", house: House, tls: ssl.SSLContext | None = None
) -> Doors:
    """Listen at these addresses (`HOST:PORT` or `unix:PATH`); OSError when one is taken."""
    opened = Doors(house, [], [])
    for kind, address in ((LmtpDoor, lmtp), (SmtpDoor, smtp)):
        if address:
            opened.servers.append(await _listen(address, partial(kind, house, tls), opened))
    return opened


async def _listen(address: str, make: Callable[[], asyncio.Protocol], opened: Doors) -> asyncio.Server:
    loop = asyncio.get_running_loop()
    if address.startswith("unix:"):
        place = Path(address.removeprefix("unix:"))
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
        server = await loop.create_unix_server(make, str(place))
        # The mail server runs as another user; the folder of the socket says who comes in.
        place.chmod(0o666)
        opened.sockets.append(place)
        return server
    host, port = host_and_port(address)
    return await loop.create_server(make, host, port)


def host_and_port(address: str) -> tuple[str, int]:
    """The parts of `HOST:PORT` or `[IPV6]:PORT`; WrongDoor otherwise."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal() or not 0 <= int(port) <= 65_535:
        raise WrongDoor(f"'{address}': write HOST:PORT or unix:PATH")
    return host.strip("[]") or "127.0.0.1", int(port)


def _stamped(session, envelope, kind: str) -> bytes:
    """The mail under the trace that final delivery adds (RFC 5321, 4.4)."""
    sender = "".join(letter for letter in envelope.mail_from or "" if letter.isprintable())
    peer = session.peer[0] if isinstance(session.peer, tuple) and session.peer else "local"
    said = "".join(letter for letter in session.host_name or "-" if letter.isprintable())[:255]
    lines = [f"Return-Path: <{sender}>"]
    lines += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
    lines.append(f"Received: from {said} ({peer}) with {kind}; {format_datetime(datetime.now(UTC))}")
    return "\r\n".join([*lines, ""]).encode("utf-8", "surrogateescape") + envelope.content


def _answer(error: BaseException | None) -> str:
    if error is None:
        return _KEPT
    is_full = getattr(error, "errno", None) in _FULL or "is full" in str(error)
    return _NO_ROOM if is_full else _LATER
