"""Read address lists (RFC 5322, and what mailers write instead) in one pass."""

import contextlib
import re

import idna

from muhatap.channels.adapters.email import headers
from muhatap.channels.adapters.email.parsed import Address

MAX_ADDRESSES = 500
MAX_DOMAIN = 255
TOKEN = re.compile(
    r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=|"(?:[^"\\]|\\.){1,64}"@[^\s<>"(),;:@]{1,255}+(?!@)|"(?:[^"\\]|\\.)*"?|'
    r'<[^<>]*>?|\\.|[,;:]|[^"<>(),;:\\]+|[<>()\\]'
)
# The look-behind keeps the search linear: it starts at the beginning of a word only.
BARE = re.compile(r"(?<![^\s<>\"(),;:@])[^\s<>\"(),;:@]{1,200}@[^\s<>\"(),;:@]{1,255}+(?![^\s<>\"(),;:])")
QUOTED_LOCAL = re.compile(r'"(?:[^"\\]|\\.){1,64}"@[^\s<>"(),;:@]{1,255}+(?![^\s<>"(),;:])')


class _Reader:
    """Collects the words, comments and bracketed address of one list element after the other."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self.words: list[str] = []
        self.comments: list[str] = []
        self.email = ""

    def take(self, piece: str) -> None:
        if piece == ":":
            self.words = []
        elif piece.startswith("<"):
            self.email = self.email or _address_in(piece.strip("<> \t"))
        elif piece.startswith('"') and not piece.endswith('"') and QUOTED_LOCAL.fullmatch(piece):
            self.email = self.email or _normal(piece)
        elif piece.startswith('"') and len(piece) > 1:
            self.words.append(re.sub(r"\\(.)", r"\1", piece.strip('"')))
        elif piece.strip():
            # `<a@b.example>@c.example`: servers that check senders read one of the two, so we read none.
            self.email = "" if piece.startswith("@") else self.email
            self.words.append(piece.strip())

    def finish(self) -> None:
        name, email = " ".join(self.words or self.comments), self.email
        if not email and (match := BARE.search(name)):
            email = _normal(match[0])
            name = (name[: match.start()] + name[match.end() :]).strip(" '") or " ".join(self.comments)
        elif self.email and self.found and not self.found[-1].email:
            # `Kaya, Zeynep <z@b.example>`: a comma in a name that somebody forgot to quote.
            name = f"{self.found.pop().name}, {name}".strip(", ")
        name = headers.text_of(name.encode("utf-8", "replace")).strip("\"' ")
        name = "" if name.lower() == email.lower() else name
        if email or name:
            self.found.append(Address(name=name[:200], email=email))
        self.words, self.comments, self.email = [], [], ""


def addresses_of(value: bytes) -> tuple[Address, ...]:
    """The addresses of one header value, at most 500, group names left out."""
    # Split before decoding, so that an encoded comma or bracket cannot make a second address.
    text, _ = headers.charsets.decode(value)
    reader = _Reader()
    nests = _is_balanced(text)
    depth = 0
    for match in TOKEN.finditer(text):
        piece = match[0]
        if nests and piece in "()":
            depth += 1 if piece == "(" else -1
        elif depth:
            if piece.strip():
                reader.comments.append(piece.removeprefix("\\").strip())
        elif piece in (",", ";"):
            reader.finish()
            if len(reader.found) >= MAX_ADDRESSES:
                return tuple(reader.found)
        elif piece not in ("(", ")", "\\"):
            reader.take(piece)
    reader.finish()
    return tuple(reader.found)


def _is_balanced(text: str) -> bool:
    depth = 0
    for match in TOKEN.finditer(text):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth < 0:
            return False
    return not depth


def _address_in(text: str) -> str:
    match = QUOTED_LOCAL.search(text) or BARE.search(text)
    return _normal(match[0]) if match else ""


def _normal(email: str) -> str:
    """The address with its domain in lower case ASCII, so that both spellings of an IDN are one."""
    local, _, domain = email.rpartition("@")
    domain = domain.lower().rstrip(".")
    if not domain.isascii() and len(domain) <= MAX_DOMAIN:
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local}@{domain}"
