"""A real SMTP server that delivers into Dovecot's mailboxes, and that can refuse or die when told to."""

import asyncio
import threading
from dataclasses import dataclass, field
from enum import Enum

import pytest
from aiosmtpd.smtp import SMTP as Protocol

from tests.servers.loopback import HOST


class Mood(Enum):
    """How the server treats the next mails."""

    ACCEPT = "accept"
    REFUSE_TEMPORARILY = "451 4.3.0 come back later"
    REFUSE_PERMANENTLY = "550 5.7.1 not with us"
    REFUSE_RECIPIENT = "550 5.1.1 no such user"
    DIE_IN_DATA = "die in data"
    KEEP_AND_DIE = "keep and die"


@dataclass(frozen=True)
class Accepted:
    """One mail that the server took."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass
class MailSystem:
    """SMTP in, IMAP out: mail for `name@…` lands in the mailbox of `name` if Dovecot has one."""

    imap: object
    mood: Mood = Mood.ACCEPT
    refused_recipients: set[str] = field(default_factory=set)
    accepted: list[Accepted] = field(default_factory=list)
    port: int = 0
    host: str = HOST
    users: set[str] = field(default_factory=set)

    def add_user(self, name: str) -> str:
        """A new account that receives mail; returns its address."""
        self.imap.add_user(name)
        self.users.add(name)
        return f"{name}@ornek.com.tr"

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mood is Mood.REFUSE_RECIPIENT or address in self.refused_recipients:
            return Mood.REFUSE_RECIPIENT.value
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mood is Mood.DIE_IN_DATA:
            server.transport.abort()
            return "421 gone"
        if self.mood in (Mood.REFUSE_TEMPORARILY, Mood.REFUSE_PERMANENTLY):
            return self.mood.value
        self._store(envelope)
        if self.mood is Mood.KEEP_AND_DIE:
            server.transport.abort()
        return "250 2.0.0 queued"

    def _store(self, envelope) -> None:
        raw = envelope.original_content
        self.accepted.append(Accepted(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        for address in envelope.rcpt_tos:
            name = address.partition("@")[0]
            if name in self.users:
                self.imap.put(name, b"Return-Path: <" + (envelope.mail_from or "").encode() + b">\r\n" + raw)


@pytest.fixture
def mail_system(imap_server):
    """A loopback mail system of its own for each test."""
    system = MailSystem(imap_server)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # Asked of the other thread: a browser keeps a loop running in this one.
    server = asyncio.run_coroutine_threadsafe(_opened(system, loop), loop).result(10)
    system.port = server.sockets[0].getsockname()[1]
    yield system
    asyncio.run_coroutine_threadsafe(_closed(server), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


async def _opened(system: MailSystem, loop: asyncio.AbstractEventLoop) -> asyncio.Server:
    return await loop.create_server(
        lambda: Protocol(system, loop=loop, data_size_limit=60_000_000, enable_SMTPUTF8=True), HOST, 0
    )


async def _closed(server) -> None:
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0)
