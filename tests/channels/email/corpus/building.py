"""Small builders for mails whose bytes matter: parts, envelopes of Exchange, elements of S/MIME."""

import base64
import struct

from tests.channels.email.corpus.mailtext import Mail

CRLF = b"\r\n"
PDF = b"%PDF-1.7\n1 0 obj\n" + bytes(range(256)) + b"\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
HELLO = "Şikâyetim var: ödeme üç gündür yok."


def mail(body: bytes, *headers: str | bytes, sender: str = "Ayşe <ayse@ornek.example>") -> bytes:
    """A whole mail; a header given here that the usual ones hold too replaces that one."""
    lines = [one.encode() if isinstance(one, str) else one for one in headers]
    given = {line.partition(b":")[0].lower() for line in lines}
    name, _, email = sender.partition(" <")
    word = base64.b64encode(name.encode()).decode()
    usual = [
        f"From: =?utf-8?B?{word}?= <{email}".encode(),
        b"To: Nehir <destek@nehir.example>",
        b"Subject: Para cekme",
        b"Date: Thu, 12 Nov 2026 14:06:00 +0300",
        b"MIME-Version: 1.0",
    ]
    kept = [line for line in usual if line.partition(b":")[0].lower() not in given]
    return CRLF.join([*kept, *lines]) + CRLF + CRLF + body


def text(content: str = HELLO, charset: str = "utf-8", *, label: str | None = None, more: str = "") -> bytes:
    """A text part."""
    head = f"Content-Type: text/plain; charset={charset if label is None else label}{more}\r\n\r\n"
    return head.encode() + content.replace("\n", "\r\n").encode(charset)


def html(content: str) -> bytes:
    """An HTML part."""
    return b"Content-Type: text/html; charset=utf-8\r\n\r\n" + content.encode()


def file(
    content: bytes, disposition: str | bytes, kind: str = "application/octet-stream", more: str = ""
) -> bytes:
    """An attached file in base64."""
    given = disposition.encode() if isinstance(disposition, str) else disposition
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{more}".encode()
    return head + b"Content-Disposition: " + given + CRLF + CRLF + wrapped(content)


def wrapped(content: bytes) -> bytes:
    """Base64 in lines."""
    return base64.encodebytes(content).replace(b"\n", CRLF)


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "sinir", more: str = "") -> bytes:
    """A multipart entity, with its header."""
    mark = boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\r\n\r\n'.encode()
    return head + b"".join(b"--" + mark + CRLF + part + CRLF for part in parts) + b"--" + mark + b"--\r\n"


def whole(entity: bytes, *headers: str | bytes) -> bytes:
    """A mail whose body is an entity with headers of its own."""
    top, _, body = entity.partition(CRLF + CRLF)
    return mail(body, *top.split(CRLF), *headers)


def case(name: str, raw: bytes, **expect) -> Mail:
    """One mail of the corpus."""
    return Mail(name, raw, expect)


def attribute(number: int, content: bytes, level: int = 1) -> bytes:
    """One attribute of a TNEF envelope."""
    check = sum(content) % 65_536
    return struct.pack("<BII", level, number, len(content)) + content + struct.pack("<H", check)


def prop(kind: int, number: int, content: bytes) -> bytes:
    """One MAPI property of variable length."""
    padded = content + b"\0" * (-len(content) % 4)
    return struct.pack("<HHII", kind, number, 1, len(content)) + padded


def props(*found: bytes) -> bytes:
    """A list of MAPI properties."""
    return struct.pack("<I", len(found)) + b"".join(found)


def winmail(*attributes: bytes) -> bytes:
    """A winmail.dat."""
    return b"\x78\x9f\x3e\x22\1\0" + b"".join(attributes)


def element(tag: int, *content: bytes) -> bytes:
    """One element of DER."""
    inside = b"".join(content)
    if len(inside) < 128:
        return bytes([tag, len(inside)]) + inside
    size = len(inside).to_bytes((len(inside).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + inside


def opaque(entity: bytes) -> bytes:
    """SignedData (RFC 5652) around an entity, with nobody's signature."""
    data = element(0x06, bytes.fromhex("2a864886f70d010701"))
    wrapped_entity = element(0x30, data, element(0xA0, element(0x04, entity)))
    signed = element(0x30, element(0x02, b"\1"), element(0x31), wrapped_entity, element(0x31))
    return element(0x30, element(0x06, bytes.fromhex("2a864886f70d010702")), element(0xA0, signed))


def opaque_streamed(entity: bytes) -> bytes:
    """The same with indefinite lengths and the content in pieces, as streaming programs write it."""
    end = b"\0\0"
    pieces = b"".join(element(0x04, entity[at : at + 100]) for at in range(0, len(entity), 100))
    octets = b"\x24\x80" + pieces + end
    data = element(0x06, bytes.fromhex("2a864886f70d010701"))
    wrapped_entity = b"\x30\x80" + data + b"\xa0\x80" + octets + end + end
    signed = b"\x30\x80" + element(0x02, b"\1") + element(0x31) + wrapped_entity + element(0x31) + end
    return b"\x30\x80" + element(0x06, bytes.fromhex("2a864886f70d010702")) + b"\xa0\x80" + signed + end + end
