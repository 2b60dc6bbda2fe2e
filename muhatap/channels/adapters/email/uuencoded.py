"""Files written into the text of a mail between "begin 644 name" and "end" (POSIX uuencode)."""

import binascii
import re

BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")
MAX_FILES = 50


def take_files(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without such files, and their names and bytes; what only looks alike stays text."""
    if "\nbegin " not in f"\n{text}":
        return text, []
    lines = text.split("\n")
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    tries = 0
    number = 0
    while number < len(lines):
        match = BEGIN.fullmatch(lines[number].rstrip("\r"))
        tries += bool(match)
        found = _body(lines, number + 1) if match and tries <= MAX_FILES else None
        if match and found:
            files.append((match[1].strip(), found[0]))
            number = found[1]
        else:
            kept.append(lines[number])
            number += 1
    return ("\n".join(kept), files) if files else (text, [])


def decoded(raw: bytes) -> bytes:
    """The bytes of a body that is uuencoded as a whole; lines that are not are left out."""
    out: list[bytes] = []
    for line in raw.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        out.append(_line(line) or b"")
    return b"".join(out)


def _body(lines: list[str], start: int) -> tuple[bytes, int] | None:
    """The bytes from a line on and the line after "end"; none when it is no such file."""
    out: list[bytes] = []
    for number in range(start, len(lines)):
        line = lines[number].rstrip("\r")
        if line == "end":
            return (b"".join(out), number + 1) if out else None
        if not line.strip() or line == "`":
            continue
        piece = _line(line.encode("ascii", "replace")) if line.isascii() else None
        if piece is None or len(line) > 100:
            return None
        out.append(piece)
    return None


def _line(line: bytes) -> bytes | None:
    length = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return None
