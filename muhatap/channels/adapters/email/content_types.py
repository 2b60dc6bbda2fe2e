"""Tell a file's type by its bytes; its name and its label are only what the sender claims."""

import puremagic

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"x\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (0, b"#!", "text/x-script"),
)
FTYP_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
RIFF_KINDS = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
ZIP_MEMBERS = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"AndroidManifest.xml", "application/vnd.android.package-archive"),
    (b"META-INF/MANIFEST.MF", "application/java-archive"),
)
ACTIVE = frozenset(
    {
        "application/vnd.microsoft.portable-executable",
        "application/x-elf",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "application/java-archive",
        "application/vnd.android.package-archive",
        "text/x-script",
        "text/html",
        "image/svg+xml",
    }
)
LABELS_OF_TEXT = """
    text/plain text/csv text/calendar text/x-vcard text/vcard application/json application/xml
    text/xml message/rfc822 application/pgp-signature application/pgp-encrypted text/markdown
    message/delivery-status text/rfc822-headers message/disposition-notification application/ics
"""
TEXT_LABELS = frozenset(LABELS_OF_TEXT.split())
LOOK_AT = 8_192


def type_by_bytes(content: bytes, declared: str = "") -> str:
    """The MIME type that the bytes show; the declared one only decides between kinds of plain text."""
    if not content:
        return "application/x-empty"
    head = content[:LOOK_AT]
    known = _by_signature(head, content)
    if known:
        return known
    if _is_text(head):
        return _kind_of_text(head, declared)
    return _by_magic(head)


def is_disguised(found: str, declared: str, name: str) -> bool:
    """Whether active content comes under a name or label that promises something harmless."""
    if found not in ACTIVE:
        return False
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    honest = {
        "text/html": {"html", "htm", "xhtml", "shtml"},
        "image/svg+xml": {"svg"},
        "text/x-script": {"sh", "py", "pl", "rb", "js", "bash"},
        "application/vnd.microsoft.portable-executable": {"exe", "dll", "scr", "com", "sys", "cpl"},
        "application/java-archive": {"jar"},
        "application/vnd.android.package-archive": {"apk"},
        "application/x-ms-shortcut": {"lnk"},
    }.get(found, {"", "bin", "so", "out", "o"})
    harmless_label = declared.startswith(("image/", "audio/", "video/", "application/pdf", "text/plain"))
    return extension not in honest or (harmless_label and declared != found)


def _by_signature(head: bytes, content: bytes) -> str:
    if head.startswith(b"MZ") and _is_windows_program(head):
        return "application/vnd.microsoft.portable-executable"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    if head[4:8] == b"ftyp":
        return FTYP_BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"RIFF") and head[8:12] in RIFF_KINDS:
        return RIFF_KINDS[head[8:12]]
    for offset, mark, kind in SIGNATURES:
        if head.startswith(mark, offset) and not (mark in (b"BM", b"#!", b"BZh") and _is_prose(head)):
            return kind
    # Readers accept a PDF whose first kilobyte holds something else; so does an attacker.
    return "application/pdf" if b"%PDF-" in head[:1_024] and not _is_prose(head[:1_024]) else ""


def _is_windows_program(head: bytes) -> bool:
    return not _is_prose(head) or b"This program" in head


def _kind_of_zip(content: bytes) -> str:
    sample = content[:65_536] + content[-65_536:]
    for member, kind in ZIP_MEMBERS:
        if member in sample:
            return kind
    return "application/zip"


def _is_prose(head: bytes) -> bool:
    return _is_text(head) and not head.startswith((b"#!/", b"%PDF-"))


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in set(head))


def _kind_of_text(head: bytes, declared: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<script" in start or start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<iframe")):
        return "image/svg+xml" if b"<svg" in start[:1_024] else "text/html"
    if b"<svg" in start[:1_024]:
        return "image/svg+xml"
    if start.startswith(b"<?xml"):
        return "application/xml"
    if start.startswith(b"begin:vcalendar"):
        return "text/calendar"
    if start.startswith(b"begin:vcard"):
        return "text/vcard"
    return declared if declared in TEXT_LABELS else "text/plain"


def _by_magic(head: bytes) -> str:
    try:
        return puremagic.from_string(head, mime=True) or "application/octet-stream"
    except (puremagic.PureError, ValueError, IndexError):
        return "application/octet-stream"
