"""Calling an address that a person typed: by the number its name has now, and never one of our own machines.

The name is looked up once and the line goes to that very number, so that a name which changes its mind
between the look and the call leads nowhere else. Redirects are answers like any other; no proxy is asked.
"""

import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from muhatap.kernel.networks import is_public, is_within
from muhatap.kernel.tracing import spanned

_LONGEST_URL = 500
_EXCERPT = 2000


class WrongAddress(ValueError):
    """An address that is not called; the code is `not_https`, `credentials`, `malformed` or `too_long`."""


class NotReached(Exception):
    """No answer came; `code` is `private_address`, `unknown_host`, `unreachable`, `tls` or `too_slow`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side said: its status and the beginning of its words."""

    status: int
    excerpt: str


class TooLarge(Exception):
    """The answer is larger than was asked for."""


def checked_url(url: str, inside: tuple[str, ...] = ()) -> str:
    """The address as it will be called; `WrongAddress` for what is refused without a look at its name.

    `http` is for the networks `inside` alone, and only where the address is a number of theirs.
    """
    if len(url) > _LONGEST_URL or any(not 0x21 <= ord(each) <= 0x7E for each in url):
        raise WrongAddress("too_long" if len(url) > _LONGEST_URL else "malformed")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise WrongAddress("malformed") from None
    if not host or parts.fragment or parts.scheme not in {"http", "https"}:
        raise WrongAddress("malformed")
    if parts.username is not None or parts.password is not None:
        raise WrongAddress("credentials")
    if parts.scheme == "http" and not is_within(host, inside):
        raise WrongAddress("not_https")
    return url


def numbers_of(host: str, port: int, inside: tuple[str, ...] = ()) -> list[str]:
    """The numbers that a name has now; `NotReached` when one of them is not of the open network.

    One private number among public ones refuses the name: it would be the one that is called in the end.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached("unknown_host") from None
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not numbers:
        raise NotReached("unknown_host")
    if not all(is_public(each) or is_within(each, inside) for each in numbers):
        raise NotReached("private_address")
    return numbers


def post(
    url: str, body: bytes, headers: dict[str, str], *, seconds: float, inside: tuple[str, ...] = ()
) -> Answered:
    """POST once, in so many seconds from the look-up to the last byte; `NotReached` says why it failed."""
    status, data = _asked("POST", url, body, headers, seconds=seconds, inside=inside, most=_EXCERPT)
    return Answered(status, data.decode("utf-8", "replace"))


def fetch(
    url: str, headers: dict[str, str], *, seconds: float, most: int, inside: tuple[str, ...] = ()
) -> tuple[int, bytes]:
    """GET once: the status and the whole answer; `TooLarge` beyond so many bytes, `NotReached` as `post`."""
    status, data = _asked("GET", url, None, headers, seconds=seconds, inside=inside, most=most + 1)
    if len(data) > most:
        raise TooLarge(most)
    return status, data


@spanned("call outgoing")
def _asked(
    method: str,
    url: str,
    body: bytes | None,
    headers: dict[str, str],
    *,
    seconds: float,
    inside: tuple[str, ...],
    most: int,
) -> tuple[int, bytes]:
    parts = urlsplit(checked_url(url, inside))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    numbers = numbers_of(parts.hostname or "", port, inside)
    line = _Line(parts.scheme == "https", parts.hostname or "", port, numbers, seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    over = threading.Event()
    watch = threading.Timer(seconds, _cut, (line.connection, over))
    watch.daemon = True
    watch.start()
    try:
        line.connection.request(method, target, body=body, headers=headers)
        answer = line.connection.getresponse()
        data = answer.read(most)
        if over.is_set():
            raise NotReached("too_slow")
        return answer.status, data
    except ssl.SSLError as error:
        raise NotReached("too_slow" if over.is_set() else "tls") from error
    except (OSError, HTTPException, ValueError) as error:
        is_slow = over.is_set() or isinstance(error, TimeoutError)
        raise NotReached("too_slow" if is_slow else "unreachable") from error
    finally:
        watch.cancel()
        line.connection.close()


class _Line:
    """A connection to one of the numbers, under the name that its certificate must have."""

    def __init__(self, is_tls: bool, host: str, port: int, numbers: list[str], seconds: float) -> None:
        self._numbers = numbers
        self.connection: HTTPConnection
        if is_tls:
            self.connection = HTTPSConnection(
                host, port, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            self.connection = HTTPConnection(host, port, timeout=seconds)
        # http.client calls this in place of a look-up of its own.
        self.connection._create_connection = self._connected  # type: ignore[attr-defined]

    def _connected(
        self, place: tuple[str, int], timeout: float, source: tuple[str, int] | None = None
    ) -> socket.socket:
        trouble: OSError = ConnectionError("no number")
        until = time.monotonic() + timeout
        for number in self._numbers:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return socket.create_connection((number, place[1]), left, source)
            except OSError as error:
                trouble = error
        raise trouble


def _cut(connection: HTTPConnection, over: threading.Event) -> None:
    # Who drips one byte a second never meets the time limit of a single read.
    over.set()
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
