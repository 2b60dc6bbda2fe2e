"""Calling the operator's system: one address, one signed request, and an end to the patience.

Signed as Standard Webhooks has it: HMAC-SHA256 over `id.timestamp.body`, base64, behind `v1,`.
"""

import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from muhatap.kernel.tracing import spanned
from muhatap.kernel.webhook_signing import key_of, signature

SECONDS = 3.0
MOST_BYTES = 64 * 1024
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class PeerFailed(Exception):
    """No usable answer came; `code` is `unreachable`, `too_slow`, `refused`, `too_large` or `not_json`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WrongPeer(ValueError):
    """The address or secret of a peer cannot be used."""


@dataclass(frozen=True, slots=True)
class Peer:
    """The operator's system: where it answers, and the secret that both know."""

    url: str
    secret: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        if not is_safe or not parts.hostname or parts.username or parts.fragment:
            raise WrongPeer(self.url)
        try:
            is_long = len(key_of(self.secret)) >= 24
        except ValueError:
            is_long = False
        if not is_long:
            raise WrongPeer("secret")


@spanned("call peer")
def ask(peer: Peer, *, call_id: str, timestamp: int, body: bytes) -> bytes:
    """The body of the peer's answer, within three seconds; `PeerFailed` says why there is none.

    Only the configured address is called: nothing of a customer is in it, and no redirect is followed.
    """
    connection = _connection(peer)
    over = threading.Event()
    watch = threading.Timer(SECONDS, _end, (connection, over))
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        if over.is_set():
            raise PeerFailed("too_slow")
        connection.request("POST", _path(peer), body=body, headers=_headers(peer, call_id, timestamp, body))
        data = _body(connection.getresponse())
        # A line that was cut looks like an answer that ended.
        if over.is_set():
            raise PeerFailed("too_slow")
        return data
    except PeerFailed:
        raise
    except (OSError, HTTPException, ValueError) as error:
        is_slow = over.is_set() or isinstance(error, TimeoutError)
        raise PeerFailed("too_slow" if is_slow else "unreachable") from error
    finally:
        watch.cancel()
        connection.close()


def _body(answer: HTTPResponse) -> bytes:
    if answer.status != 200:
        raise PeerFailed("refused")
    if answer.headers.get_content_type() != "application/json":
        raise PeerFailed("not_json")
    data = answer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PeerFailed("too_large")
    return data


def _headers(peer: Peer, call_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "webhook-id": call_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(peer.secret, call_id, timestamp, body),
    }


def _connection(peer: Peer) -> HTTPConnection:
    parts = urlsplit(peer.url)
    host = parts.hostname or ""
    if parts.scheme == "http":
        return HTTPConnection(host, parts.port, timeout=SECONDS)
    return HTTPSConnection(host, parts.port, timeout=SECONDS, context=ssl.create_default_context())


def _path(peer: Peer) -> str:
    parts = urlsplit(peer.url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _end(connection: HTTPConnection, over: threading.Event) -> None:
    """Cut the line: a peer that drips one byte a second would never meet the timeout of a single read."""
    over.set()
    line = connection.sock
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
