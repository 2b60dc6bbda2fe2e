"""Hand mails to a mail server one after the other, and say truly what became of each."""

import re
import smtplib
import time
from dataclasses import dataclass
from types import TracebackType

import idna

from muhatap.channels.adapters.email.smtp_server import (
    NotDelivered,
    NotSignedIn,
    Refusal,
    Refused,
    Retry,
    SmtpServer,
    Uncertain,
    close_client,
    open_client,
    words_of,
)
from muhatap.kernel.tracing import spanned

__all__ = [
    "Line",
    "NotDelivered",
    "NotSignedIn",
    "Refusal",
    "Refused",
    "Retry",
    "SmtpServer",
    "Uncertain",
    "deliver",
    "envelope_form",
]

# Servers close a connection after some mails; most take a hundred.
MAILS_PER_CONNECTION = 50
# A delivery is leased for five minutes; the conversation about it ends before.
LONGEST_CONVERSATION = 270.0
_CHUNK = 65_536
_NOT_XTEXT = re.compile(r"[^!-*,-<>-~]")


@dataclass(frozen=True, slots=True)
class _Mail:
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    envelope_id: str
    until: float

    @property
    def seconds_left(self) -> float:
        """How long the conversation may still last."""
        return self.until - time.monotonic()


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server has taken responsibility for `accepted`; `refused` it did not take."""

    accepted: tuple[str, ...]
    refused: tuple[Refusal, ...]
    words: str


class Line:
    """A connection that opens with the first mail, carries several, and is opened again when it was lost."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._client: smtplib.SMTP | None = None
        self._carried = 0

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def deliver(
        self, sender: str, recipients: tuple[str, ...], raw: bytes, *, envelope_id: str = ""
    ) -> Delivered:
        """Send raw bytes; returns who was accepted, raises Retry, Uncertain or Refused when nobody was.

        `envelope_id` comes back in delivery reports of servers that know RFC 3461.
        """
        if not recipients or any(set("\r\n<>\0") & set(one) for one in (sender, *recipients)):
            raise Refused("an address is missing or cannot be written in a command")
        mail = _Mail(sender, recipients, raw, envelope_id, time.monotonic() + LONGEST_CONVERSATION)
        client = self._ready_client()
        try:
            return _converse(client, self._server, mail)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise Retry(f"the connection broke: {error}") from error
        except Retry:
            # Whatever the server said, the next mail begins with a fresh greeting.
            self._hang_up()
            raise

    def _ready_client(self) -> smtplib.SMTP:
        if self._client is not None and (self._carried >= MAILS_PER_CONNECTION or not _lives(self._client)):
            self._hang_up()
        if self._client is None:
            self._client, self._carried = open_client(self._server), 0
        self._carried += 1
        return self._client

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            close_client(client)


def deliver(server: SmtpServer, sender: str, recipients: tuple[str, ...], raw: bytes) -> Delivered:
    """Send one mail by a connection of its own."""
    with Line(server) as line:
        return line.deliver(sender, recipients, raw)


def envelope_form(address: str) -> str:
    """An address for the envelope: the domain in ASCII (IDNA 2008), the local part as it is."""
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address


@spanned("mail")
def _converse(client: smtplib.SMTP, server: SmtpServer, mail: _Mail) -> Delivered:
    _begin(client, mail)
    refused = _name_recipients(client, mail)
    gone = {refusal.recipient for refusal in refused}
    accepted = tuple(one for one in mail.recipients if one not in gone)
    if not accepted:
        raise _verdict("every recipient was refused" if len(refused) > 1 else "", refused)
    return Delivered(accepted, refused, _hand_over(client, server, mail))


def _begin(client: smtplib.SMTP, mail: _Mail) -> None:
    options = []
    client.command_encoding = "ascii"
    if client.has_extn("size"):
        most = client.esmtp_features["size"].strip()
        if most.isdecimal() and 0 < int(most) < len(mail.raw):
            raise Refused(f"the mail has {len(mail.raw)} bytes, and the server takes {most}", 552)
        options.append(f"size={len(mail.raw)}")
    if not all(envelope_form(one).isascii() for one in (mail.sender, *mail.recipients)):
        if not client.has_extn("smtputf8"):
            raise Refused("the server takes no address outside ASCII (SMTPUTF8)")
        options.append("SMTPUTF8")
        client.command_encoding = "utf-8"
    if client.has_extn("8bitmime") and not mail.raw.isascii():
        options.append("BODY=8BITMIME")
    if mail.envelope_id and client.has_extn("dsn"):
        options += ["RET=HDRS", f"ENVID={_xtext(mail.envelope_id)[:100]}"]
    code, words = client.mail(envelope_form(mail.sender), options)
    if code != 250:
        raise _verdict(words_of(words), (), code)


def _name_recipients(client: smtplib.SMTP, mail: _Mail) -> tuple[Refusal, ...]:
    options = ["NOTIFY=FAILURE,DELAY"] if mail.envelope_id and client.has_extn("dsn") else []
    refused = []
    for one in mail.recipients:
        code, words = client.rcpt(envelope_form(one), options)
        if code == 421:
            raise Retry(words_of(words), code)
        if code not in (250, 251, 252):
            refused.append(Refusal(one, code, words_of(words)))
    return tuple(refused)


def _hand_over(client: smtplib.SMTP, server: SmtpServer, mail: _Mail) -> str:
    code, words = client.docmd("DATA")
    if code != 354:
        raise _verdict(words_of(words), (), code)
    try:
        _pour(client, mail)
        # RFC 5321, 4.5.3.2.6: a server may think long about a whole mail.
        client.sock.settimeout(max(1.0, min(server.patience, mail.seconds_left)))
        code, words = client.getreply()
        client.sock.settimeout(server.timeout)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Uncertain(f"the connection broke while the server held the mail: {error}") from error
    if code != 250:
        raise _verdict(words_of(words), (), code)
    return words_of(words)


def _pour(client: smtplib.SMTP, mail: _Mail) -> None:
    """In pieces: a timeout is for each of them, so that a slow line is no broken one."""
    lines = _dotted(mail.raw)
    for start in range(0, len(lines), _CHUNK):
        if mail.seconds_left < 0:
            raise TimeoutError("the line is too slow for this mail")
        client.send(lines[start : start + _CHUNK])


def _dotted(raw: bytes) -> bytes:
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if lines.startswith(b"."):
        lines = b"." + lines
    lines = lines.replace(b"\r\n.", b"\r\n..")
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")


def _verdict(reason: str, refused: tuple[Refusal, ...], code: int = 0) -> NotDelivered:
    code = code or (refused[0].code if refused else 0)
    temporary = any(one.is_temporary for one in refused) if refused else not 500 <= code < 600
    kind = Retry if temporary else Refused
    if len(refused) == 1:
        return kind(refused[0].words, code, refused)
    words = "; ".join(f"{one.recipient}: {one.code} {one.words}" for one in refused[:5])
    return kind(f"{reason}: {words}" if words else reason, code, refused)


def _lives(client: smtplib.SMTP) -> bool:
    """Whether the server still listens: asked before each further mail, since it may hang up at any time."""
    try:
        return client.rset()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _xtext(text: str) -> str:
    """RFC 3461, section 4: everything but printable ASCII without + and = as +XX."""
    return _NOT_XTEXT.sub(lambda match: f"+{ord(match[0]):02X}", text)
