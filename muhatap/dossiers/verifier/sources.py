"""A dossier to read: the ZIP as it was handed over, or the folder it was unpacked into."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import IO, Any

_CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_OUTSIDE = re.compile(r"^(?:/|[A-Za-z]:)|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_MOST_FILES = 100_000
# Every file is read piece by piece; what is refused is a ZIP that would keep a computer busy for nothing.
_MOST_BYTES, _MOST_TIMES = 4 << 30, 100
_LINK = 0o120000


class Refused(Exception):
    """A ZIP or folder that is not looked into: why, as a code with its words."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Zipped:
    """A dossier as it was handed over."""

    def __init__(self, path: str) -> None:
        self._zip = zipfile.ZipFile(path)
        entries = self._zip.infolist()
        if len(entries) > _MOST_FILES:
            raise Refused("too_many", count=len(entries))
        if sum(entry.file_size for entry in entries) > _MOST_BYTES + _MOST_TIMES * os.path.getsize(path):
            raise Refused("bomb", size=sum(entry.file_size for entry in entries))
        seen: set[str] = set()
        for entry in entries:
            _refuse_odd(entry, seen)
        self.sizes = {entry.filename: entry.file_size for entry in entries}

    def open(self, name: str) -> IO[bytes]:
        """One of its files."""
        if self._zip.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise ValueError(name)
        return self._zip.open(name)


class Unpacked:
    """A dossier unpacked into a folder; what file managers leave behind does not count."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        every = [path for path in self._folder.rglob("*") if path.name not in _CLUTTER]
        for path in every:
            if path.is_symlink():
                raise Refused("link", name=path.relative_to(folder).as_posix())
        files = [path for path in every if path.is_file()]
        self.sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}

    def open(self, name: str) -> IO[bytes]:
        """One of its files."""
        return (self._folder / name).open("rb")


def _refuse_odd(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name = entry.orig_filename
    if _OUTSIDE.search(name):
        raise Refused("outside", name=name)
    if (entry.external_attr >> 16) & 0o170000 == _LINK:
        raise Refused("link", name=name)
    if entry.flag_bits & 1:
        raise Refused("locked", name=name)
    # Two names that one file system holds apart fall together in another.
    plain = unicodedata.normalize("NFC", name).lower()
    if plain in seen:
        raise Refused("twice", name=name)
    seen.add(plain)
