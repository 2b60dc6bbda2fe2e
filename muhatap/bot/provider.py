"""An optional language model behind an OpenAI-compatible address: it drafts and summarises, and only that.

The operator's own key, off unless the environment names it. Only the named address is called, no redirect is
followed, and a name that leads into the own network or to a machine's metadata is refused.
"""

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from muhatap.kernel.masking import mask
from muhatap.kernel.tracing import spanned

SECONDS = 20.0
BYTES_AT_MOST = 256 * 1024
LETTERS_AT_MOST = 12_000
_TASKS = {
    "draft": "Write a short, polite reply to the customer in the language of the conversation. Use only the "
    "numbered sources; put [n] behind each sentence that a source supports. If the sources do not answer it, "
    "say that a colleague will look into it. Promise nothing, decide nothing, mention no system.",
    "summary": "Summarise the conversation in at most five short points in its language: what happened, what "
    "is wanted, what was tried, what is open. Add nothing that is not there.",
}


class ModelFailed(Exception):
    """No words came; `code`: `unreachable`, `too_slow`, `refused`, `too_large`, `not_json` or `forbidden`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WrongModel(ValueError):
    """The address of a model cannot be used."""


@dataclass(frozen=True, slots=True)
class Model:
    """Where a model answers, its name there, and the operator's key."""

    url: str
    name: str
    key: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        literal = _literal(parts.hostname or "")
        is_near = literal is not None and literal.is_loopback
        if not parts.hostname or parts.username or parts.fragment or not self.name:
            raise WrongModel(self.url)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_near):
            raise WrongModel(self.url)


def draft(model: Model, conversation: str, sources: Sequence[str]) -> str:
    """A draft of a reply for a person to read and change; `ModelFailed`."""
    listed = "\n\n".join(f"[{number}] {each}" for number, each in enumerate(sources, 1))
    return _asked(model, _TASKS["draft"], f"Sources:\n{listed or 'none'}\n\nConversation:\n{conversation}")


def summary(model: Model, conversation: str) -> str:
    """A summary for a person; `ModelFailed`."""
    return _asked(model, _TASKS["summary"], conversation)


def _asked(model: Model, task: str, words: str) -> str:
    body = {
        "model": model.name,
        "temperature": 0,
        "max_tokens": 700,
        "messages": [
            {"role": "system", "content": task},
            # Cards, identity numbers and accounts never leave the house.
            {"role": "user", "content": mask(words).text[:LETTERS_AT_MOST]},
        ],
    }
    try:
        said = json.loads(_called(model, json.dumps(body).encode()))
        text = said["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise ModelFailed("not_json") from error
    if not isinstance(text, str) or not text.strip():
        raise ModelFailed("not_json")
    return mask(text.strip()[:LETTERS_AT_MOST]).text


@spanned("call model")
def _called(model: Model, body: bytes) -> bytes:
    parts = urlsplit(model.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    over = threading.Event()
    watch = threading.Timer(SECONDS, _end, (connection, over))
    watch.daemon = True
    watch.start()
    try:
        connection.sock = _line(parts)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {model.key}"}
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise ModelFailed("refused")
        data = answer.read(BYTES_AT_MOST + 1)
    except (OSError, HTTPException, ValueError) as error:
        slow = over.is_set() or isinstance(error, TimeoutError)
        raise ModelFailed("too_slow" if slow else "unreachable") from error
    finally:
        watch.cancel()
        connection.close()
    if over.is_set():
        raise ModelFailed("too_slow")
    if len(data) > BYTES_AT_MOST:
        raise ModelFailed("too_large")
    return data


def _line(parts: SplitResult) -> socket.socket:
    """An open line to the very address that was checked, so that a second look-up cannot lead elsewhere."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(_may_be_called(host, each) for each in addresses):
        raise ModelFailed("forbidden")
    line = socket.create_connection((addresses[0], port), timeout=SECONDS)
    if parts.scheme == "http":
        return line
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


def _may_be_called(host: str, address: str) -> bool:
    """Addresses of the open net; of the own net only what the operator wrote as a number."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    return found.is_global or _literal(host) == found


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _end(connection: HTTPConnection, over: threading.Event) -> None:
    """Cut the line: an answer that drips one byte a second would never meet a timeout."""
    over.set()
    line = connection.sock
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
