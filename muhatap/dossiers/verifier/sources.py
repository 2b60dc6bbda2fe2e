"""A dossier to read: the ZIP as it was handed over, or the folder it was unpacked into."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

_CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Zipped:
    """A dossier as it was handed over."""

    def __init__(self, path: str) -> None:
        self._zip = zipfile.ZipFile(path)
        entries = self._zip.infolist()
        self.sizes = {entry.filename: entry.file_size for entry in entries}
        if len(self.sizes) != len(entries):
            raise ValueError("the same name twice")

    def open(self, name: str) -> IO[bytes]:
        """One of its files."""
        if self._zip.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise ValueError(name)
        return self._zip.open(name)


class Unpacked:
    """A dossier unpacked into a folder; what file managers leave behind does not count."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        files = [path for path in self._folder.rglob("*") if path.is_file() and path.name not in _CLUTTER]
        self.sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}

    def open(self, name: str) -> IO[bytes]:
        """One of its files."""
        return (self._folder / name).open("rb")
