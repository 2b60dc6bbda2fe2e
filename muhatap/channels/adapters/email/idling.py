"""Waiting on a mail server until it says that something came (IMAP IDLE, RFC 2177)."""

import imaplib
import re
import select
import socket
import time

_CAME = re.compile(rb"\* \d+ (EXISTS|RECENT|EXPUNGE|FETCH)", re.IGNORECASE)


def idle(client: imaplib.IMAP4, *, seconds: float, waker: socket.socket) -> bool:
    """Wait until the folder changes, the time is over or `waker` can be read; whether it changed.

    Raises what imaplib raises when the server goes away.
    """
    until = time.monotonic() + seconds
    tag = client._new_tag()
    client.send(tag + b" IDLE\r\n")
    changed = False
    while not (line := client.readline()).startswith(b"+"):
        if not line or line.startswith(tag):
            raise client.abort(f"IDLE: {line!r}")
        changed = changed or bool(_CAME.match(line))
    while not changed:
        line = _next_line(client, until - time.monotonic(), waker)
        if line is None:
            break
        if not line or line.startswith(b"* BYE"):
            raise client.abort("the server hung up")
        changed = bool(_CAME.match(line))
    client.send(b"DONE\r\n")
    # What else comes before the end of the command is new as well.
    while not (line := client.readline()).startswith(tag):
        if not line:
            raise client.abort("the server hung up")
        changed = changed or bool(_CAME.match(line))
    return changed


def _next_line(client: imaplib.IMAP4, seconds: float, waker: socket.socket) -> bytes | None:
    """A line of the server, None when the time is over or somebody woke us."""
    if _has_read_ahead(client):
        return client.readline()
    ready, _, _ = select.select([client.sock, waker], [], [], max(0.0, seconds))
    if waker in ready or not ready:
        return None
    return client.readline()


def _has_read_ahead(client: imaplib.IMAP4) -> bool:
    """Whether bytes lie in a buffer already, where the socket shows nothing of them."""
    patience = client.sock.gettimeout()
    client.sock.settimeout(0)
    try:
        return bool(client.file.peek(1))
    except OSError:
        # Nothing there to decrypt yet.
        return False
    finally:
        client.sock.settimeout(patience)
