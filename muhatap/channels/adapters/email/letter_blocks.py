"""The plain text of a letter as paragraphs, lists and links: pure, and every word stays in its order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["paragraph", "heading", "list", "quote", "address"]
_ADDRESS = re.compile(r"https?://[\x21\x23-\x3b\x3d\x3f-\x7e]{1,2000}")
_BULLET = re.compile(r"[-•*] +(?=\S)")
_SIGNATURE = "-- "


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line; with an `address` they are a link."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two blank lines, or a part of it that looks different."""

    kind: Kind
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The lines as label and words, empty unless every line has both: `First reply: by 15.00`."""
        parted = [_plain(line).partition(": ") for line in self.lines]
        if not all(label and words for label, _colon, words in parted):
            return ()
        return tuple((label, words) for label, _colon, words in parted)

    @property
    def text(self) -> str:
        """The words, lines joined by blanks."""
        return " ".join(_plain(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's own words and what is set under them."""

    body: tuple[Block, ...]
    footer: tuple[Block, ...]


def letter_of(text: str) -> Letter:
    """The blocks of a letter; the last line `-- ` begins the footer."""
    lines = [line.replace("\t", " ") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    cut = max((place for place, line in enumerate(lines) if line == _SIGNATURE), default=len(lines))
    return Letter(tuple(_blocks(lines[:cut])), tuple(_blocks(lines[cut + 1 :])))


def _blocks(lines: Sequence[str]) -> Iterable[Block]:
    gathered: list[str] = []
    kind: Kind = "paragraph"
    for line in [*lines, ""]:
        its_kind = _kind_of(line)
        if gathered and (not line.strip() or its_kind != kind):
            yield _block("heading" if _introduces(kind, gathered, its_kind) else kind, gathered)
            gathered = []
        if line.strip():
            gathered.append(line)
            kind = its_kind


def _kind_of(line: str) -> Kind:
    if line.startswith(">"):
        return "quote"
    if _BULLET.match(line):
        return "list"
    return "address" if _ADDRESS.fullmatch(line.strip()) else "paragraph"


def _introduces(kind: Kind, gathered: list[str], following: Kind) -> bool:
    return kind == "paragraph" and following == "list" and len(gathered) == 1 and gathered[0].endswith(":")


def _block(kind: Kind, lines: list[str]) -> Block:
    bare = {
        "quote": lambda line: line.lstrip("> "),
        "list": lambda line: _BULLET.sub("", line, count=1),
    }.get(kind, lambda line: line)
    return Block(kind, tuple(_pieces(bare(line).rstrip()) for line in lines))


def _pieces(line: str) -> tuple[Piece, ...]:
    pieces, after = [], 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(".,;:!?)'")
        if match.start() > after:
            pieces.append(Piece(line[after : match.start()]))
        pieces.append(Piece(address, address))
        after = match.start() + len(address)
    if line[after:] or not pieces:
        pieces.append(Piece(line[after:]))
    return tuple(pieces)


def _plain(line: tuple[Piece, ...]) -> str:
    return "".join(piece.words for piece in line)
