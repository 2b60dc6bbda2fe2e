"""The words of an RTF body, also compressed as Exchange does (MS-OXRTFCP); bounded, never raises."""

import re
import struct

from muhatap.channels.adapters.email import charsets

MAX_RTF = 2_000_000
DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
SILENT = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer"}
)
BREAKS = {b"par": b"\n", b"line": b"\n", b"tab": b"\t", b"cell": b"\t", b"row": b"\n"}
MAX_TOKENS = 500_000


def text_of_compressed_rtf(raw: bytes) -> str:
    """The text of a PR_RTF_COMPRESSED property; empty when it is not one."""
    return text_of_rtf(_inflated(raw))


def text_of_rtf(rtf: bytes) -> str:
    """The text of RTF in its code page (`ansicpg`), without tables of fonts and pictures."""
    page = re.search(rb"\\ansicpg(\d{3,5})", rtf[:2_000])
    label = f"cp{page[1].decode()}" if page else "cp1252"
    out: list[str] = []
    pending: list[bytes] = []
    quiet: list[bool] = [False]
    skip = 0
    for count, match in enumerate(TOKEN.finditer(rtf[:MAX_RTF])):
        if count > MAX_TOKENS:
            break
        word, number, byte, symbol, brace, plain = match.groups()
        if brace == b"{":
            quiet.append(quiet[-1])
        elif brace == b"}":
            quiet = quiet[:-1] if len(quiet) > 1 else quiet
        elif symbol == b"*" or word in SILENT:
            quiet[-1] = True
        elif quiet[-1]:
            continue
        elif word == b"u" and number:
            out.append(_flush(pending, label) + chr(int(number) % 65_536))
            skip = 1
        elif plain or byte or (symbol and symbol in b"\\{}"):
            piece = plain or symbol or bytes([int(byte, 16)])
            pending.append(piece[skip:])
            skip = 0
        elif word in BREAKS:
            pending.append(BREAKS[word])
    out.append(_flush(pending, label))
    return charsets.clean("".join(out)).strip()


def _flush(pending: list[bytes], label: str) -> str:
    text = charsets.decode(b"".join(pending), label)[0]
    pending.clear()
    return text


def _inflated(raw: bytes) -> bytes:
    if len(raw) < 16:
        return b""
    _, size, magic, _ = struct.unpack_from("<IIII", raw)
    if magic == 0x414C454D:
        return raw[16 : 16 + min(size, MAX_RTF)]
    if magic != 0x75465A4C:
        return b""
    window = bytearray(4_096)
    window[: len(DICTIONARY)] = DICTIONARY
    write = len(DICTIONARY)
    out = bytearray()
    position = 16
    while position < len(raw) and len(out) < min(size, MAX_RTF):
        control = raw[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                piece = raw[position : position + 1]
                position += 1
            else:
                piece = _referred(raw, position, window, write)
                position += 2
            if not piece:
                return bytes(out)
            for one in piece:
                window[write] = one
                write = (write + 1) % 4_096
            out += piece
    return bytes(out)


def _referred(raw: bytes, position: int, window: bytearray, write: int) -> bytes:
    """The bytes that a reference repeats; none at the mark of the end."""
    if position + 2 > len(raw):
        return b""
    (token,) = struct.unpack_from(">H", raw, position)
    offset, length = token >> 4, (token & 15) + 2
    if offset == write:
        return b""
    piece = bytearray()
    for step in range(length):
        place = (offset + step) % 4_096
        behind = (place - write) % 4_096
        piece.append(piece[behind] if behind < len(piece) else window[place])
    return bytes(piece)
