"""Mail that lies in files: maildirs, mbox files and single mails, read one at a time whatever their size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Dialect = Literal["mboxrd", "mboxo"]

# A line of the text that begins with "From " is no separator: those end in a time and a year.
_SEPARATOR = re.compile(rb"From \S.*\d\d?:\d\d(:\d\d)?\b.*\b\d{4}\b")
_QUOTED = {"mboxrd": re.compile(rb"^>+From ", re.MULTILINE), "mboxo": re.compile(rb"^>From ", re.MULTILINE)}
_MAILDIR = ("cur", "new")
_NOTHING = "%s: there is no maildir and no file"


@dataclass(frozen=True, slots=True)
class Archived:
    """One mail of an archive: where it lay, its bytes, and how many bytes of the archive it took."""

    place: str
    raw: bytes
    span: int


class NotAnArchive(ValueError):
    """What was named is neither a maildir nor a file."""


def size_of(path: Path) -> int:
    """How many bytes of mail lie there, for showing progress."""
    if path.is_dir():
        return sum(each.stat().st_size for each in _files_of(path))
    if not path.is_file():
        raise NotAnArchive(_NOTHING % path)
    return path.stat().st_size


def mails_in(path: Path, dialect: Dialect = "mboxrd") -> Iterator[Archived]:
    """The mails of a maildir (with its subfolders), of an mbox, or of a file that is one mail."""
    if path.is_dir():
        for each in _files_of(path):
            raw = each.read_bytes()
            yield Archived(str(each), raw, len(raw))
    elif path.is_file():
        with path.open("rb") as file:
            is_mbox = file.read(5) == b"From "
        yield from _mails_of_mbox(path, dialect) if is_mbox else [_single(path)]
    else:
        raise NotAnArchive(_NOTHING % path)


def _single(path: Path) -> Archived:
    raw = path.read_bytes()
    return Archived(str(path), raw, len(raw))


def _files_of(path: Path) -> list[Path]:
    folders = [path, *(each for each in sorted(path.rglob("*")) if each.is_dir())]
    parts = [folder / part for folder in folders for part in _MAILDIR if (folder / part).is_dir()]
    if not parts:
        raise NotAnArchive(f"{path}: a maildir has the folders cur and new")
    return [file for part in dict.fromkeys(parts) for file in sorted(part.iterdir()) if file.is_file()]


def _mails_of_mbox(path: Path, dialect: Dialect) -> Iterator[Archived]:
    lines: list[bytes] = []
    count = span = 0
    follows_blank = True
    with path.open("rb") as file:
        for line in file:
            if follows_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
                if lines:
                    count += 1
                    yield Archived(f"{path}:{count}", _unquoted(lines, dialect), span)
                lines, span = [], len(line)
                follows_blank = False
                continue
            lines.append(line)
            span += len(line)
            follows_blank = line in {b"\n", b"\r\n"}
    if lines:
        yield Archived(f"{path}:{count + 1}", _unquoted(lines, dialect), span)


def _unquoted(lines: list[bytes], dialect: Dialect) -> bytes:
    # The blank line before the next separator belongs to the mbox, not to the mail.
    if lines[-1] in {b"\n", b"\r\n"}:
        lines = lines[:-1]
    return _QUOTED[dialect].sub(lambda found: found[0][1:], b"".join(lines))
