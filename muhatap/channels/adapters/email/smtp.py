"""Hand one mail to a mail server, and say truly what became of it."""

import smtplib
import ssl
from dataclasses import dataclass, field
from typing import Literal

TlsMode = Literal["tls", "starttls", "plain"]


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where outgoing mail goes; `ca_file` for a server with a certificate of one's own authority."""

    host: str
    port: int = 587
    tls: TlsMode = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    ca_file: str = ""
    local_name: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One recipient the server did not take, and its words."""

    recipient: str
    code: int
    words: str

    @property
    def is_temporary(self) -> bool:
        return 400 <= self.code < 500


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server has taken responsibility for `accepted`; `refused` it did not take."""

    accepted: tuple[str, ...]
    refused: tuple[Refusal, ...]
    words: str


class NotDelivered(Exception):
    """No recipient was reached; `code` is the server's, 0 when it said nothing."""

    def __init__(self, reason: str, code: int = 0, refused: tuple[Refusal, ...] = ()):
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.refused = refused


class Retry(NotDelivered):
    """It may work later: no connection, a dropped one, or an answer 4xx."""


class Uncertain(Retry):
    """The connection broke after the mail was handed over: it may have arrived; keep its Message-ID."""


class Refused(NotDelivered):
    """It will not work later: the server answered 5xx."""


def deliver(server: SmtpServer, sender: str, recipients: tuple[str, ...], raw: bytes) -> Delivered:
    """Send raw bytes; returns who was accepted, raises Retry, Uncertain or Refused when nobody was."""
    if not recipients or any(set("\r\n<>\0") & set(one) for one in (sender, *recipients)):
        raise Refused("an address is missing or cannot be written in a command")
    client = _open(server)
    try:
        refused = _envelope(client, sender, recipients, raw)
        accepted = tuple(one for one in recipients if one not in {refusal.recipient for refusal in refused})
        if not accepted:
            raise _verdict("every recipient was refused", refused)
        return Delivered(accepted, refused, _hand_over(client, raw))
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Retry(f"the connection broke: {error}") from error
    except smtplib.SMTPException as error:
        raise Retry(str(error)) from error
    finally:
        _close(client)


def _open(server: SmtpServer) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.ca_file or None)
    name = server.local_name or None
    try:
        if server.tls == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=name, timeout=server.timeout, context=context
            )
        else:
            client = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=server.timeout)
    except (OSError, smtplib.SMTPException) as error:
        raise Retry(f"cannot connect to {server.host}:{server.port}: {error}") from error
    try:
        _greet(client, server, context)
    except NotDelivered:
        _close(client)
        raise
    except (OSError, smtplib.SMTPException) as error:
        _close(client)
        raise Retry(f"cannot speak with {server.host}:{server.port}: {error}") from error
    return client


def _greet(client: smtplib.SMTP, server: SmtpServer, context: ssl.SSLContext) -> None:
    client.ehlo_or_helo_if_needed()
    if server.tls == "starttls":
        client.starttls(context=context)
        client.ehlo()
    if server.user:
        try:
            client.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is put right by a person, and until then the mail must wait, not bounce.
            raise Retry(f"sign-in refused: {_words(error.smtp_error)}", error.smtp_code) from error


def _envelope(
    client: smtplib.SMTP, sender: str, recipients: tuple[str, ...], raw: bytes
) -> tuple[Refusal, ...]:
    options = [f"size={len(raw)}"] if client.has_extn("size") else []
    if not all(one.isascii() for one in (sender, *recipients)):
        if not client.has_extn("smtputf8"):
            raise Refused("the server takes no address outside ASCII (SMTPUTF8)")
        options.append("SMTPUTF8")
        client.command_encoding = "utf-8"
    code, words = client.mail(sender, options)
    if code != 250:
        raise _verdict(_words(words), (), code)
    refused = []
    for one in recipients:
        code, words = client.rcpt(one)
        if code == 421:
            raise Retry(_words(words), code)
        if code not in (250, 251, 252):
            refused.append(Refusal(one, code, _words(words)))
    return tuple(refused)


def _hand_over(client: smtplib.SMTP, raw: bytes) -> str:
    code, words = client.docmd("DATA")
    if code != 354:
        raise _verdict(_words(words), (), code)
    try:
        client.send(_dotted(raw))
        code, words = client.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise Uncertain(f"the connection broke while the server held the mail: {error}") from error
    if code != 250:
        raise _verdict(_words(words), (), code)
    return _words(words)


def _dotted(raw: bytes) -> bytes:
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if lines.startswith(b"."):
        lines = b"." + lines
    lines = lines.replace(b"\r\n.", b"\r\n..")
    return lines + (b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n")


def _verdict(reason: str, refused: tuple[Refusal, ...], code: int = 0) -> NotDelivered:
    code = code or (refused[0].code if refused else 0)
    temporary = any(one.is_temporary for one in refused) if refused else not 500 <= code < 600
    words = "; ".join(f"{one.recipient}: {one.code} {one.words}" for one in refused[:5])
    kind = Retry if temporary else Refused
    return kind(f"{reason}: {words}" if words else reason, code, refused)


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:500]


def _close(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (smtplib.SMTPException, OSError):
        client.close()
