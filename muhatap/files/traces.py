"""Taking place, time and device out of a picture without touching its pixels: pure, nothing is decoded.

Only which way up it is stays, as the one thing that a viewer needs.
"""

import struct
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_PNG_TALKS = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
_WEBP_TALKS = frozenset({b"EXIF", b"XMP "})
_WEBP_HAS_EXIF, _WEBP_HAS_XMP = 0x08, 0x04
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112


class CannotStrip(Exception):
    """The picture is of a format, or so broken, that its traces cannot be taken out."""


def stripped(data: bytes, orientation: int = 1) -> bytes:
    """The same picture without what it tells about itself; `orientation` (1 to 8) is kept."""
    if data.startswith(_JPEG):
        return _stripped_jpeg(data, orientation)
    if data.startswith(_PNG):
        return _PNG + b"".join(whole for name, whole in _png_chunks(data) if name not in _PNG_TALKS)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _stripped_webp(data)
    raise CannotStrip("format")


def orientation_in(data: bytes) -> int:
    """Which way up a JPEG says that it is, from 1 to 8; 1 where it says nothing."""
    if not data.startswith(_JPEG):
        return 1
    for marker, segment in _jpeg_segments(data):
        if marker == 0xE1 and segment[4:10] == _EXIF:
            return _orientation(segment[10:])
    return 1


def _stripped_jpeg(data: bytes, orientation: int) -> bytes:
    kept = [_JPEG]
    if 1 < orientation <= 8:
        kept.append(_orientation_segment(orientation))
    for marker, segment in _jpeg_segments(data):
        # Of the application segments only JFIF, the colour profile and Adobe's colour transform are drawn by.
        if 0xE0 <= marker <= 0xEF and marker not in {0xE0, 0xE2, 0xEE}:
            continue
        if marker == 0xFE or (marker == 0xE2 and segment[4:15] != b"ICC_PROFILE"):
            continue
        kept.append(segment)
    return b"".join(kept)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker; the last one runs to the end of the first picture's data."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise CannotStrip("jpeg")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in {0xDA, 0xD9}:
            # What some cameras hang behind the picture, such as a film or a second photo, goes too.
            end = data.rfind(b"\xff\xd9", at)
            yield marker, data[at : end + 2 if end >= 0 else len(data)]
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2:
            raise CannotStrip("jpeg")
        yield marker, data[at : at + 2 + length]
        at += 2 + length
    raise CannotStrip("jpeg")


def _orientation(tiff: bytes) -> int:
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for place in range(min(count, 100)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _orientation_segment(orientation: int) -> bytes:
    tiff = b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise CannotStrip("png")
        yield name, data[at:end]
        if name == b"IEND":
            return
        at = end
    raise CannotStrip("png")


def _stripped_webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        chunk = data[at:end]
        if len(chunk) < 8 + length:
            raise CannotStrip("webp")
        if name == b"VP8X":
            flags = chunk[8] & ~(_WEBP_HAS_EXIF | _WEBP_HAS_XMP)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if name not in _WEBP_TALKS:
            kept.append(chunk)
        at = end
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside
