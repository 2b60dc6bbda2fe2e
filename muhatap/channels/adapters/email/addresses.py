"""Read address lists (RFC 5322, and what mailers write instead) in one pass."""

import re

from muhatap.channels.adapters.email import headers
from muhatap.channels.adapters.email.parsed import Address

MAX_ADDRESSES = 500
TOKEN = re.compile(
    r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=|"(?:[^"\\]|\\.)*"?|<[^<>]*>?|\([^()]*\)|[,;:]|[^"<>(),;:]+|[<>()]'
)
# The look-behind keeps the search linear: it starts at the beginning of a word only.
BARE = re.compile(r"(?<![^\s<>\"(),;:@])[^\s<>\"(),;:@]{1,200}@[^\s<>\"(),;:@]{1,255}+(?!@)")
QUOTED_LOCAL = re.compile(r'"(?:[^"\\]|\\.){1,64}"@[^\s<>"(),;:@]{1,255}')


def addresses_of(value: bytes) -> tuple[Address, ...]:
    """The addresses of one header value, at most 500, group names left out."""
    found: list[Address] = []
    words: list[str] = []
    email = ""
    # Split before decoding, so that an encoded comma or bracket cannot make a second address.
    text, _ = headers.charsets.decode(value)
    for match in TOKEN.finditer(text):
        piece = match[0]
        if piece in ",;":
            _finish(found, words, email)
            words, email = [], ""
            if len(found) >= MAX_ADDRESSES:
                return tuple(found)
        elif piece == ":":
            words = []
        elif piece.startswith("<"):
            email = email or _address_in(piece.strip("<> \t"))
        elif piece.startswith("("):
            words = words or [piece.strip("()")]
        elif piece.startswith('"') and len(piece) > 1:
            words.append(re.sub(r"\\(.)", r"\1", piece.strip('"')))
        elif piece.strip():
            # `<a@b.example>@c.example`: servers that check senders read one of the two, so we read none.
            email = "" if piece.startswith("@") else email
            words.append(piece.strip())
    _finish(found, words, email)
    return tuple(found)


def _address_in(text: str) -> str:
    match = BARE.search(text) or QUOTED_LOCAL.search(text)
    return _normal(match[0]) if match else ""


def _normal(email: str) -> str:
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}"


def _finish(found: list[Address], words: list[str], email: str) -> None:
    name = " ".join(words)
    if not email and (match := BARE.search(name)):
        email = _normal(match[0])
        name = (name[: match.start()] + name[match.end() :]).strip(" '")
    name = headers.text_of(name.encode("utf-8", "replace")).strip("\"' ")
    if name.lower() == email.lower():
        name = ""
    if email or name:
        found.append(Address(name=name[:200], email=email))
