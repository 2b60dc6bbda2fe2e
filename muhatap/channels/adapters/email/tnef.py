"""Read winmail.dat, the envelope in which Exchange hides text and files (MS-OXTNEF); bounded, never raises.

The library for it, tnefparse, has had no release since January 2021 and keeps no bounds.
"""

import struct
from dataclasses import dataclass, field

from muhatap.channels.adapters.email import charsets
from muhatap.channels.adapters.email.rich_text import text_of_compressed_rtf

SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ATTRIBUTES = 5_000
MAX_PROPERTIES = 5_000
MAX_FILES = 200
MAX_DEPTH = 3

NEW_FILE, FILE_TITLE, FILE_DATA, FILE_PROPERTIES = 0x69002, 0x18010, 0x6800F, 0x69005
MESSAGE_PROPERTIES, PLAIN_BODY, CODE_PAGE = 0x69003, 0x2800C, 0x69007
BODY, BODY_HTML, BODY_RTF = 0x1000, 0x1013, 0x1009
LONG_NAME, SHORT_NAME, CONTENT, MIME_TYPE, CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x370E, 0x3712
STRING8, UNICODE, OBJECT, BINARY = 0x1E, 0x1F, 0x0D, 0x102
VARIABLE = frozenset({STRING8, UNICODE, OBJECT, BINARY})
FIXED_SIZES = {1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
MANY_VALUES = 0x1000
NAMED_FROM = 0x8000
Properties = dict[int, tuple[int, bytes]]


@dataclass(slots=True)
class PackedFile:
    """A file in the envelope."""

    name: str = ""
    declared_type: str = ""
    content_id: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Envelope:
    """What was in it; `is_whole` unless the envelope broke off or passed a bound."""

    text: str = ""
    html: str = ""
    files: list[PackedFile] = field(default_factory=list)
    is_whole: bool = True
    code_page: str = "cp1252"


def unpack(raw: bytes, depth: int = 0) -> Envelope:
    """Text, HTML and files of a winmail.dat."""
    found = Envelope()
    if not raw.startswith(SIGNATURE):
        found.is_whole = False
        return found
    try:
        _read_attributes(raw, found, depth)
    except (struct.error, ValueError, LookupError):
        found.is_whole = False
    found.files = [one for one in found.files if one.data]
    return found


def _read_attributes(raw: bytes, found: Envelope, depth: int) -> None:
    position = 6
    for _ in range(MAX_ATTRIBUTES):
        if position + 9 > len(raw):
            found.is_whole = found.is_whole and position == len(raw)
            return
        attribute, length = struct.unpack_from("<II", raw, position + 1)
        content = raw[position + 9 : position + 9 + length]
        if len(content) < length:
            found.is_whole = False
        _take(attribute, content, found, depth)
        position += 9 + length + 2
    found.is_whole = False


def _take(attribute: int, content: bytes, found: Envelope, depth: int) -> None:
    if attribute == NEW_FILE:
        if len(found.files) >= MAX_FILES:
            raise ValueError("too many files")
        found.files.append(PackedFile())
    elif attribute == CODE_PAGE and len(content) >= 4:
        found.code_page = f"cp{struct.unpack_from('<I', content)[0]}"
    elif attribute == PLAIN_BODY:
        found.text = found.text or _string(content, STRING8, found)
    elif attribute == MESSAGE_PROPERTIES:
        _take_message(_properties(content), found)
    elif found.files and attribute == FILE_TITLE:
        found.files[-1].name = found.files[-1].name or _string(content, STRING8, found)
    elif found.files and attribute == FILE_DATA:
        found.files[-1].data = content
    elif found.files and attribute == FILE_PROPERTIES:
        _take_file(_properties(content), found, depth)


def _take_message(properties: Properties, found: Envelope) -> None:
    if BODY in properties:
        found.text = _text(properties, BODY, found)
    if BODY_HTML in properties:
        kind, content = properties[BODY_HTML]
        found.html = charsets.decode(content)[0] if kind == BINARY else _string(content, kind, found)
    if BODY_RTF in properties and not found.text and not found.html:
        found.text = text_of_compressed_rtf(properties[BODY_RTF][1])


def _take_file(properties: Properties, found: Envelope, depth: int) -> None:
    file = found.files[-1]
    file.name = _text(properties, LONG_NAME, found) or _text(properties, SHORT_NAME, found) or file.name
    file.declared_type = _text(properties, MIME_TYPE, found)[:120].lower()
    file.content_id = _text(properties, CONTENT_ID, found).strip("<> ")[:250]
    kind, content = properties.get(CONTENT, (0, b""))
    if kind == BINARY:
        file.data = file.data or content
    elif kind == OBJECT and content[16:].startswith(SIGNATURE) and depth < MAX_DEPTH:
        inner = unpack(content[16:], depth + 1)
        file.name, file.declared_type = f"{file.name or 'message'}.txt", "text/plain"
        file.data = (inner.text or inner.html).encode()
        found.files += inner.files[: MAX_FILES - len(found.files)]
    elif kind == OBJECT:
        file.data = file.data or content[16:]


def _text(properties: Properties, name: int, found: Envelope) -> str:
    kind, content = properties.get(name, (STRING8, b""))
    return _string(content, kind, found)


def _string(content: bytes, kind: int, found: Envelope) -> str:
    if kind == UNICODE:
        return charsets.clean(content.decode("utf-16-le", "replace").split("\0")[0])
    return charsets.decode(content.split(b"\0")[0], found.code_page)[0]


def _properties(raw: bytes) -> Properties:
    """MAPI properties by number: type and first value of those that have a variable length."""
    found: Properties = {}
    (count,) = struct.unpack_from("<I", raw)
    position = 4
    for _ in range(min(count, MAX_PROPERTIES)):
        if position + 4 > len(raw):
            break
        kind, name = struct.unpack_from("<HH", raw, position)
        position = _past_name(raw, position + 4) if name >= NAMED_FROM else position + 4
        values, position = _values(raw, position, kind)
        if values:
            found.setdefault(name, (kind & ~MANY_VALUES, values[0]))
    return found


def _past_name(raw: bytes, position: int) -> int:
    (by_string,) = struct.unpack_from("<I", raw, position + 16)
    if not by_string:
        return position + 24
    (length,) = struct.unpack_from("<I", raw, position + 20)
    return position + 24 + _padded(length)


def _values(raw: bytes, position: int, kind: int) -> tuple[list[bytes], int]:
    base = kind & ~MANY_VALUES
    count = 1
    if kind & MANY_VALUES or base in VARIABLE:
        (count,) = struct.unpack_from("<I", raw, position)
        position += 4
    if base not in VARIABLE:
        return [], position + FIXED_SIZES[base] * count
    values = []
    for _ in range(min(count, MAX_PROPERTIES)):
        (length,) = struct.unpack_from("<I", raw, position)
        position += 4
        if not values:
            values.append(raw[position : position + length])
        position += _padded(length)
        if position > len(raw) + 4:
            raise ValueError("a property passes the end")
    return values, position


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
