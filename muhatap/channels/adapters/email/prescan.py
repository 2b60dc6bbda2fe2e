"""Cut raw mail into parts in one pass over its bytes, in linear time and without recursion.

The standard library's parser recurses at every level and re-reads at every part; a hostile mail kills it.
"""

import re
from dataclasses import dataclass, field

from muhatap.channels.adapters.email.headers import KNOWN_HEADERS, parameters_of, unfold
from muhatap.channels.adapters.email.transfer_encodings import (
    from_base64,
    from_quoted_printable,
    transfer_encoding_of,
)

MAX_DEPTH = 1_000
MAX_PARTS = 10_000
MAX_DELIMITER_LINES = 100_000
MAX_VALUES_PER_HEADER = 50
MAX_BOUNDARY = 1_000

HEADER_LINE = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
MBOX_LINE = re.compile(rb">?From [^:\s]")
GUESSED_BOUNDARY = re.compile(rb"\s{0,100}--([^\r\n]{1,200})\r?\n")


@dataclass(slots=True)
class Part:
    """One MIME entity: its known headers and where its body stands in the raw bytes."""

    headers: dict[str, list[bytes]]
    start: int
    end: int
    parent: int | None
    depth: int
    default_type: str = "text/plain"
    content_type: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    children: list[int] = field(default_factory=list)
    index: int = 0

    def first(self, name: str) -> bytes:
        """The first value of a header, empty when the part has none."""
        values = self.headers.get(name)
        return values[0] if values else b""

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")


@dataclass(slots=True)
class Scan:
    """The parts of one mail in the order of their bytes; `rest_from` is where reading stopped, if it did."""

    raw: bytes
    parts: list[Part]
    defects: list[str]
    rest_from: int | None = None
    preamble_end: int | None = None

    def body(self, part: Part) -> bytes:
        """The still encoded bytes of a part."""
        return self.raw[part.start : part.end]


def scan(raw: bytes) -> Scan:
    """Cut a mail into its parts; never raises and never descends into a message within the message."""
    found = Scan(raw=_with_line_feeds(raw), parts=[], defects=[])
    if found.raw is not raw:
        found.defects.append("lone-cr")
    start = _past_mbox_line(found.raw)
    top = _read_part(found, start, parent=None)
    if top.is_multipart and (plain := _decoded_whole(found.raw[top.start :], top)):
        found = Scan(found.raw[: top.start] + plain, [], ["multipart-encoded"])
        top = _read_part(found, start, parent=None)
    if top.is_multipart:
        _walk(found, top)
    return found


def read_headers(raw: bytes, start: int) -> tuple[dict[str, list[bytes]], int, list[str]]:
    """Known headers from `start`, where the body begins, and defects; unknown headers are not kept."""
    headers: dict[str, list[list[bytes]]] = {}
    defects: list[str] = []
    current: list[bytes] | None = None
    position = start
    while position < len(raw):
        line_end = raw.find(b"\n", position)
        line_end = len(raw) if line_end < 0 else line_end
        line = raw[position:line_end]
        if line in (b"", b"\r"):
            return _joined(headers), min(line_end + 1, len(raw)), defects
        if line[:1] in (b" ", b"\t") and position > start:
            if current is not None:
                current.append(line)
        elif header := HEADER_LINE.match(line):
            current = _keep(headers, header, defects)
        elif position > start and _headers_go_on(raw, line, line_end):
            defects.append("header-broken")
            current = None
        else:
            defects.append("no-blank-line-after-headers")
            return _joined(headers), position, defects
        position = line_end + 1
    return _joined(headers), len(raw), defects


def _with_line_feeds(raw: bytes) -> bytes:
    if b"\r" in raw and b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    return raw


def _decoded_whole(body: bytes, top: Part) -> bytes:
    """A multipart that somebody encoded as a whole, which RFC 2045 (6.4) forbids; empty when it is not."""
    label = transfer_encoding_of(top.first("content-transfer-encoding"))
    boundary = top.parameters.get("boundary", "").encode("utf-8", "replace")
    if label not in ("base64", "quoted-printable") or not boundary or b"--" + boundary in body:
        return b""
    plain = from_base64(body) if label == "base64" else from_quoted_printable(body)
    return plain if b"--" + boundary in plain else b""


def _past_mbox_line(raw: bytes) -> int:
    start = 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    while raw.startswith((b"\n", b"\r\n"), start) and start < 100:
        start = raw.index(b"\n", start) + 1
    if start and not HEADER_LINE.match(raw[start : start + 300]):
        start = 0
    if MBOX_LINE.match(raw, start):
        line_end = raw.find(b"\n", start)
        return line_end + 1 if line_end >= 0 else start
    return start


def _keep(headers: dict, header: re.Match, defects: list[str]) -> list[bytes] | None:
    name = header[1].lower().decode("ascii")
    if name not in KNOWN_HEADERS:
        return None
    values = headers.setdefault(name, [])
    if len(values) >= MAX_VALUES_PER_HEADER:
        if "too-many-headers" not in defects:
            defects.append("too-many-headers")
        return None
    pieces = [header[2]]
    values.append(pieces)
    return pieces


def _headers_go_on(raw: bytes, line: bytes, line_end: int) -> bool:
    return not line.startswith(b"--") and bool(HEADER_LINE.match(raw[line_end + 1 : line_end + 300]))


def _joined(headers: dict[str, list[list[bytes]]]) -> dict[str, list[bytes]]:
    return {name: [unfold(pieces) for pieces in values] for name, values in headers.items()}


def _read_part(found: Scan, start: int, parent: Part | None) -> Part:
    raw = found.raw
    headers, body, defects = read_headers(raw, start)
    found.defects.extend(defects[:5])
    digest = parent is not None and parent.content_type == "multipart/digest"
    part = Part(
        headers=headers,
        start=body,
        end=len(raw),
        parent=parent.index if parent else None,
        depth=parent.depth + 1 if parent else 0,
        default_type="message/rfc822" if digest else "text/plain",
        index=len(found.parts),
    )
    part.content_type, part.parameters = parameters_of(part.first("content-type"), part.default_type)
    found.parts.append(part)
    if parent:
        parent.children.append(part.index)
    return part


@dataclass(slots=True)
class _Walk:
    """Multiparts that are open at this point, outermost first, and the part being read."""

    open: list[tuple[bytes, Part]] = field(default_factory=list)
    level_of: dict[bytes, list[int]] = field(default_factory=dict)
    leaf: Part | None = None

    def push(self, boundary: bytes, part: Part) -> None:
        self.level_of.setdefault(boundary, []).append(len(self.open))
        self.open.append((boundary, part))

    def close_above(self, level: int) -> None:
        while len(self.open) > level:
            boundary, _ = self.open.pop()
            self.level_of[boundary].pop()

    def match(self, line: bytes) -> tuple[int, bool] | None:
        """The level whose delimiter this line is, and whether it closes it."""
        if self.level_of.get(line):
            return self.level_of[line][-1], False
        if line.endswith(b"--") and self.level_of.get(line[:-2]):
            return self.level_of[line[:-2]][-1], True
        return None


def _walk(found: Scan, top: Part) -> None:
    raw = found.raw
    walk = _Walk()
    _enter(found, walk, top)
    position = max(top.start - 1, 0)
    for _ in range(MAX_DELIMITER_LINES):
        position = raw.find(b"\n--", position)
        if position < 0:
            break
        line_start = position + 1
        line_end = raw.find(b"\n", line_start)
        line_end = len(raw) if line_end < 0 else line_end
        hit = None
        if line_end - line_start <= MAX_BOUNDARY + 8:
            hit = walk.match(raw[line_start + 2 : line_end].rstrip(b" \t\r"))
        if hit is None:
            position = line_start
            continue
        if found.preamble_end is None:
            found.preamble_end = line_start
        if not _turn(found, walk, hit, position, line_end):
            break
        position = line_end if walk.leaf is None else max(line_end, walk.leaf.start - 1)
    else:
        found.defects.append("too-many-delimiters")
    if walk.open:
        found.defects.append("multipart-not-closed")


def _turn(found: Scan, walk: _Walk, hit: tuple[int, bool], position: int, line_end: int) -> bool:
    """End the part that was open, and begin the next one; false when the mail has too many."""
    level, closes = hit
    before = position - 1 if found.raw[position - 1 : position] == b"\r" else position
    if walk.leaf is not None:
        walk.leaf.end = max(before, walk.leaf.start)
        walk.leaf = None
    for _, part in walk.open[level + 1 :]:
        part.end = before
    parent = walk.open[level][1]
    if closes:
        parent.end = min(line_end + 1, len(found.raw))
        walk.close_above(level)
        return True
    walk.close_above(level + 1)
    if len(found.parts) >= MAX_PARTS:
        found.defects.append("too-many-parts")
        found.rest_from = position + 1
        walk.close_above(0)
        return False
    part = _read_part(found, min(line_end + 1, len(found.raw)), parent)
    if part.is_multipart and part.depth < MAX_DEPTH:
        _enter(found, walk, part)
    else:
        walk.leaf = part
        if part.is_multipart:
            found.defects.append("too-deep")
            part.content_type = "application/octet-stream"
    return True


def _enter(found: Scan, walk: _Walk, part: Part) -> None:
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    # Searching the whole mail again is affordable once, for the outermost part only.
    wrong = part.parent is None and found.raw.find(b"--" + boundary, part.start) < 0
    if not boundary or wrong or len(boundary) > MAX_BOUNDARY:
        boundary = _guessed_boundary(found.raw, part.start)
        found.defects.append("boundary-guessed" if boundary else "boundary-missing")
    if boundary:
        walk.push(boundary, part)
    else:
        part.content_type = "text/plain"
        walk.leaf = part


def _guessed_boundary(raw: bytes, start: int) -> bytes:
    match = GUESSED_BOUNDARY.match(raw, start)
    return match[1].rstrip() if match else b""
