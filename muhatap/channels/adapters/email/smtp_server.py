"""Reaching a mail server: connection, encryption, sign-in, and what can go wrong on the way."""

import base64
import os
import shlex
import smtplib
import ssl
import subprocess
from dataclasses import dataclass, field
from typing import Literal

TlsMode = Literal["tls", "starttls", "offered", "plain"]


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where outgoing mail goes; `ca_file` for a server with a certificate of one's own authority.

    `offered` encrypts when the server can, and then without proof of who it is (RFC 7435).
    `timeout` (seconds) is for a command, `patience` for the answer to a whole mail.
    """

    host: str
    port: int = 587
    tls: TlsMode = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    password_command: str = ""
    sign_in: Literal["password", "xoauth2"] = "password"
    timeout: float = 30.0
    patience: float = 180.0
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


class NotDelivered(Exception):
    """No recipient was reached; `code` is the server's, 0 when it said nothing."""

    def __init__(self, reason: str, code: int = 0, refused: tuple[Refusal, ...] = ()):
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.refused = refused


class Retry(NotDelivered):
    """It may work later: no connection, a dropped one, or an answer 4xx."""


class NotSignedIn(Retry):
    """The server does not let us in: a person puts that right, and until then the mail waits."""


class Uncertain(Retry):
    """The connection broke after the mail was handed over: it may have arrived; keep its Message-ID."""


class Refused(NotDelivered):
    """It will not work later: the server answered 5xx."""


def open_client(server: SmtpServer) -> smtplib.SMTP:
    """A connection that is ready for mail; raises Retry or NotSignedIn."""
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
        close_client(client)
        raise
    except (OSError, smtplib.SMTPException) as error:
        close_client(client)
        raise Retry(f"cannot speak with {server.host}:{server.port}: {error}") from error
    return client


def close_client(client: smtplib.SMTP) -> None:
    """Say goodbye, or hang up where nobody listens."""
    try:
        client.quit()
    except (smtplib.SMTPException, OSError):
        client.close()


def words_of(answer: bytes | str) -> str:
    """What a server said, on one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:500]


def _greet(client: smtplib.SMTP, server: SmtpServer, context: ssl.SSLContext) -> None:
    client.ehlo_or_helo_if_needed()
    if server.tls == "starttls":
        client.starttls(context=context)
        client.ehlo()
    elif server.tls == "offered" and client.has_extn("starttls"):
        client.starttls(context=_unproven())
        client.ehlo()
    if server.user:
        _sign_in(client, server)


def _unproven() -> ssl.SSLContext:
    # Whoever would take an unencrypted connection gains nothing by refusing a certificate.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _sign_in(client: smtplib.SMTP, server: SmtpServer) -> None:
    if server.tls == "offered" and not isinstance(client.sock, ssl.SSLSocket):
        raise NotSignedIn("the server offers no TLS, and a password is not sent in the clear")
    try:
        if server.sign_in == "xoauth2":
            _prove_by_token(client, server)
            return
        secret = _secret(server)
        if server.user.isascii() and secret.isascii():
            client.login(server.user, secret)
        else:
            _sign_in_beyond_ascii(client, server.user, secret)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSignedIn(f"sign-in refused: {words_of(error.smtp_error)}", error.smtp_code) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSignedIn(f"sign-in is not offered: {error}") from error


def _prove_by_token(client: smtplib.SMTP, server: SmtpServer) -> None:
    # A command that keeps tokens may hand out one that was revoked; it is told, and asked once more.
    for refused in ("", "1") if server.password_command else ("1",):
        proof = f"user={server.user}\1auth=Bearer {_secret(server, refused)}\1\1"
        try:
            # The second call answers an error in base64: an empty line ends the attempt (Google, Microsoft).
            client.auth("XOAUTH2", lambda challenge=None, proof=proof: proof if challenge is None else "")
        except smtplib.SMTPAuthenticationError:
            if refused:
                raise
        else:
            return


def _sign_in_beyond_ascii(client: smtplib.SMTP, user: str, secret: str) -> None:
    proof = base64.b64encode(f"\0{user}\0{secret}".encode()).decode()
    code, words = client.docmd("AUTH", f"PLAIN {proof}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _secret(server: SmtpServer, refused: str = "") -> str:
    if not server.password_command:
        return server.password
    try:
        done = subprocess.run(  # noqa: S603
            shlex.split(server.password_command),
            capture_output=True,
            timeout=server.timeout,
            check=True,
            text=True,
            env={**os.environ, "MUHATAP_MAIL_USER": server.user, "MUHATAP_TOKEN_REFUSED": refused},
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise NotSignedIn(f"the password command failed: {type(error).__name__}") from error
    first = done.stdout.splitlines()[:1]
    if not first:
        raise NotSignedIn("the password command printed nothing")
    return first[0].strip()
