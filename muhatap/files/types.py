"""What bytes are, by their first bytes and never by their name: pure."""

import re
from collections.abc import Iterator

import puremagic


class RefusedType(Exception):
    """Bytes of a sort that is not accepted; `content_type` is what they are."""

    def __init__(self, content_type: str) -> None:
        super().__init__(content_type)
        self.content_type = content_type


_SIGNATURES: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"BM", 0, "image/bmp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftypavif", 4, "image/avif"),
    (b"ftyp", 4, "video/mp4"),
    (b"\x1aE\xdf\xa3", 0, "video/webm"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"RIFF", 0, "audio/wav"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
    (b"MZ", 0, "application/x-msdownload"),
    (b"\x7fELF", 0, "application/x-executable"),
    (b"\xca\xfe\xba\xbe", 0, "application/java-vm"),
    (b"\xcf\xfa\xed\xfe", 0, "application/x-mach-binary"),
    (b"#!", 0, "text/x-script"),
)

_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_TELLING = {b"META-INF/MANIFEST.MF", b"AndroidManifest.xml", b"[Content_Types].xml", *_OFFICE}
# A header of the central directory (APPNOTE.TXT, 4.3.12).
_ENTRY = b"PK\x01\x02"
_LONGEST_NAME = 200

# Nothing here is ever shown inside a page of the desk; these could run where they are opened.
REFUSED = frozenset(
    {
        "application/x-msdownload",
        "application/x-executable",
        "application/java-vm",
        "application/x-mach-binary",
        "application/java-archive",
        "application/vnd.android.package-archive",
        "text/x-script",
    }
)

_RUN_BY_A_CLICK = re.compile(
    r"app|bat|chm|cmd|com|command|cpl|desktop|exe|hta|html?|inf|iso|jar|jnlp|jse?|lnk|mhtml?|ms[cip]|pif|psm?1"
    r"|pyw?|reg|sc[fr]|settingcontent-ms|sh|shtml|svg|url|vb[es]?|ws[cfh]|xht|xhtml|xml"
)
_SHOWN_SAFELY = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "audio/", "video/")

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def type_of(data: bytes, name: str = "") -> str:
    """The media type of the bytes; `RefusedType` for programs, whatever they are called."""
    found = _recognised(data)
    if found in REFUSED:
        raise RefusedType(found)
    return found


def harmless_name(name: str, content_type: str) -> str:
    """The name under which bytes are saved: a text that a double click would run is saved as text."""
    ending = name.rpartition(".")[2].strip().lower()
    if _RUN_BY_A_CLICK.fullmatch(ending) and not content_type.startswith(_SHOWN_SAFELY):
        return f"{name}.txt"
    return name


def _recognised(data: bytes) -> str:
    for signature, offset, content_type in _SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            return content_type
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data[:4] == b"PK\x03\x04":
        return _zip_type(data)
    text = _text_type(data)
    return text or _guess(data)


def _zip_type(data: bytes) -> str:
    found = {name for name in _names_in_zip(data) if name in _TELLING}
    if b"META-INF/MANIFEST.MF" in found:
        return "application/java-archive"
    if b"AndroidManifest.xml" in found:
        return "application/vnd.android.package-archive"
    if b"[Content_Types].xml" in found:
        return next((kind for folder, kind in _OFFICE.items() if folder in found), "application/zip")
    return "application/zip"


def _names_in_zip(data: bytes) -> Iterator[bytes]:
    """The names in the directory of a ZIP, of an office folder the folder; nothing is unpacked or kept.

    Read without the standard library, which builds an object for each of half a million names.
    """
    at = data.find(_ENTRY)
    while at >= 0:
        length = int.from_bytes(data[at + 28 : at + 30], "little")
        name = data[at + 46 : at + 46 + min(length, _LONGEST_NAME)]
        folder = name[: name.find(b"/") + 1]
        yield folder if folder in _OFFICE else name
        at = data.find(_ENTRY, at + 46)


def _text_type(data: bytes) -> str:
    head = data[:4096]
    if b"\x00" in head:
        return ""
    try:
        text = head.decode("utf-8", errors="strict" if len(data) <= 4096 else "ignore")
    except UnicodeDecodeError:
        return ""
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<script", "<body", "<head")):
        return "text/html"
    if start.startswith("<svg") or (start.startswith("<?xml") and "<svg" in start):
        return "image/svg+xml"
    return "text/plain"


def _guess(data: bytes) -> str:
    try:
        return puremagic.from_string(data[:65536], mime=True) or "application/octet-stream"
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
