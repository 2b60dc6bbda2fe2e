"""Look into S/MIME (RFC 5652): the entity that an opaque signature wraps, or that it is encrypted.

Nothing is verified or decrypted here. Only the outermost few elements are read, so time does not matter.
"""

SIGNED = bytes.fromhex("2a864886f70d010702")
ENVELOPED = bytes.fromhex("2a864886f70d010703")
AUTH_ENVELOPED = bytes.fromhex("2a864886f70d0109100117")
COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
DATA = bytes.fromhex("2a864886f70d010701")
SEQUENCE, OBJECT_ID, OCTETS, CONSTRUCTED_OCTETS, EXPLICIT = 0x30, 0x06, 0x04, 0x24, 0xA0
MAX_PIECES = 200_000


def kind_of(raw: bytes) -> str:
    """`signed`, `encrypted`, `compressed`, or empty when the bytes are none of these."""
    kinds = {SIGNED: "signed", ENVELOPED: "encrypted", AUTH_ENVELOPED: "encrypted", COMPRESSED: "compressed"}
    try:
        found, _ = _content_info(raw)
    except (ValueError, IndexError):
        return ""
    return kinds.get(found, "")


def signed_content(raw: bytes) -> bytes:
    """The MIME entity inside opaque SignedData; empty when there is none to read."""
    try:
        kind, start = _content_info(raw)
        if kind != SIGNED:
            return b""
        start = _enter(raw, start, EXPLICIT)
        start = _enter(raw, start, SEQUENCE)
        start = _past(raw, _past(raw, start))
        start = _enter(raw, start, SEQUENCE)
        tag, inside, end = _element(raw, start)
        if tag != OBJECT_ID or raw[inside:end] != DATA:
            return b""
        return _octets(raw, _enter(raw, end, EXPLICIT))
    except (ValueError, IndexError):
        return b""


def _content_info(raw: bytes) -> tuple[bytes, int]:
    """The type of the outermost element, and where its content begins."""
    tag, inside, end = _element(raw, _enter(raw, 0, SEQUENCE))
    if tag != OBJECT_ID:
        raise ValueError("no content type")
    return raw[inside:end], end


def _element(raw: bytes, start: int) -> tuple[int, int, int]:
    """Tag, first byte of the content and the byte after it; that is -1 for an indefinite length."""
    tag, length, inside = raw[start], raw[start + 1], start + 2
    if length == 0x80:
        return tag, inside, -1
    if length > 0x80:
        size = length & 0x7F
        if size > 8:
            raise ValueError("a length of too many bytes")
        length = int.from_bytes(raw[inside : inside + size])
        inside += size
    return tag, inside, inside + length


def _enter(raw: bytes, start: int, tag: int) -> int:
    found, inside, _ = _element(raw, start)
    if found != tag:
        raise ValueError("another element was expected")
    return inside


def _past(raw: bytes, start: int) -> int:
    """The byte after an element whose length is known or whose few members are."""
    _, inside, end = _element(raw, start)
    if end >= 0:
        return end
    for _ in range(100):
        if raw[inside : inside + 2] == b"\0\0":
            return inside + 2
        _, _, end = _element(raw, inside)
        if end < 0:
            break
        inside = end
    raise ValueError("an indefinite length within another")


def _octets(raw: bytes, start: int) -> bytes:
    tag, inside, end = _element(raw, start)
    if tag == OCTETS and end >= 0:
        return raw[inside:end]
    if tag != CONSTRUCTED_OCTETS:
        raise ValueError("no octets")
    pieces: list[bytes] = []
    stop = end if end >= 0 else len(raw)
    while inside < stop and raw[inside] == OCTETS and len(pieces) < MAX_PIECES:
        _, first, last = _element(raw, inside)
        if last < 0:
            break
        pieces.append(raw[first:last])
        inside = last
    return b"".join(pieces)
