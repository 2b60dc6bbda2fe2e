"""Undo base64, quoted-printable and their damaged kinds; never raises."""

import binascii
import re

MAX_PIECES = 10_000
TOKEN = re.compile(rb"[A-Za-z0-9_-]{1,40}")
SOFT_BREAK = re.compile(rb"=[ \t]++(?=\r?\n)")
BASE64_LINES = re.compile(rb"(?:[ \t]*+[A-Za-z0-9+/]++={0,2}+[ \t]*+\r?+(?:\n|\Z))++")


def transfer_encoding_of(value: bytes) -> str:
    """The lower-case name in a Content-Transfer-Encoding value, without quotes and comments."""
    match = TOKEN.search(value[:200])
    return match[0].decode().lower() if match else ""


def from_quoted_printable(raw: bytes) -> bytes:
    """Decode quoted-printable; a soft line break may have white space behind it (RFC 2045, 6.7)."""
    raw = SOFT_BREAK.sub(b"=", raw) if b"= " in raw or b"=\t" in raw else raw
    decoded = binascii.a2b_qp(raw)
    return decoded[:-1] if raw.rstrip(b" \t").endswith(b"=") and decoded.endswith(b"=") else decoded


def split_footer(raw: bytes) -> tuple[bytes, bytes]:
    """The base64 of a text, and the plain lines that a mailing list or scanner wrote below it."""
    start = len(raw) - len(raw.lstrip())
    match = BASE64_LINES.match(raw, start)
    if not match:
        return raw, b""
    rest = raw[match.end() :]
    below = rest.lstrip(b"\r\n")
    if not below or below is rest or not raw[match.start() : match.end()].strip():
        return raw, b""
    if BASE64_LINES.fullmatch(below.strip() + b"\n") and b" " not in below:
        return raw, b""
    return match[0], below


def from_base64(raw: bytes) -> bytes:
    """Decode base64 with missing padding, stray characters or several pieces one after the other."""
    try:
        if b"=" not in raw.rstrip(b"= \t\r\n"):
            return binascii.a2b_base64(raw + b"===")
    except binascii.Error:
        pass
    return b"".join(_base64_piece(piece) for piece in re.split(rb"=+", raw, maxsplit=MAX_PIECES))


def _base64_piece(piece: bytes) -> bytes:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", piece)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
