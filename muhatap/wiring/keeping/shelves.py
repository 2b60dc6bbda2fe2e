"""Stored bytes that lie outside the data folder: carried in backups, copied from one store to another."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings

from muhatap.kernel.stores import Place, begin

_BUCKET = "muhatap.kernel.stores.bucket"
SHELVES = ("archive", "files", "heads", "help", "vault")

Progress = Callable[[int], object]


class NoStore(Exception):
    """An address under which nothing can be stored; the message says why."""


@dataclass(slots=True)
class Copied:
    """What was carried from one store to another."""

    items: int = 0
    bytes: int = 0
    there_already: int = 0
    wrong: list[str] = field(default_factory=list)


def shelved_elsewhere() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything that a store outside the data folder keeps."""
    url = settings.MUHATAP_FILES_URL
    for name in _names(url) if url else ():
        try:
            yield name, _place(url, name).read_bytes()
        except FileNotFoundError:
            # Lawful destruction goes on while a backup is taken.
            continue


def copy_all(*, source: str, to: str, progress: Progress = lambda _: None) -> Copied:
    """Copy every item that `to` does not have, read each back and compare; what is there stays. `OSError`.

    Addresses are those of MUHATAP_FILES_URL, or the path of a data folder. Nothing is taken away.
    """
    copied = Copied()
    there = set(_names(to))
    for name in _names(source):
        if name in there:
            copied.there_already += 1
            continue
        data = _place(source, name).read_bytes()
        part = begin(_place(to, name), data)
        part.secure()
        part.appear()
        if hashlib.sha256(_place(to, name).read_bytes()).digest() != hashlib.sha256(data).digest():
            copied.wrong.append(name)
        copied.items += 1
        copied.bytes += len(data)
        progress(len(data))
    return copied


def backup_target(url: str) -> AbstractContextManager[BinaryIO]:
    """A stream into a bucket; nothing is there under its name before it was written whole. `NoStore`."""
    store, name = _store_and_name(url)
    return cast(AbstractContextManager[BinaryIO], _bucket().writing(store, name))


def backup_source(url: str) -> AbstractContextManager[BinaryIO]:
    """A stream out of a bucket. `NoStore`."""
    store, name = _store_and_name(url)
    return cast(AbstractContextManager[BinaryIO], _bucket().reading(store, name))


def opened(file: str, standard: BinaryIO) -> AbstractContextManager[BinaryIO]:
    """A backup to read: `-` is the standard input, `s3://…` a bucket, everything else a path."""
    if file == "-":
        return nullcontext(standard)
    return backup_source(file) if file.startswith("s3://") else cast(Any, open(file, "rb"))


def _store_and_name(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    folder, _, name = parts.path.strip("/").rpartition("/")
    if not parts.hostname or not name:
        raise NoStore("write s3://BUCKET/FOLDER/NAME?endpoint=https://HOST&region=REGION")
    return parts._replace(path=f"/{folder}").geturl(), unquote(name)


def _names(url: str) -> Iterator[str]:
    if url.startswith("s3:"):
        for shelf in SHELVES:
            yield from sorted(name for name, _ in _bucket().names_below(url, f"{shelf}/"))
        return
    folder = _folder(url)
    for shelf in SHELVES:
        for path in sorted((folder / shelf).rglob("*")):
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith(".part"):
                yield path.relative_to(folder).as_posix()


def _place(url: str, name: str) -> Place:
    return cast(Place, _bucket().place_at(url, name)) if url.startswith("s3:") else _folder(url) / name


def _folder(url: str) -> Path:
    return Path(unquote(urlsplit(url).path)) if url.startswith("file:") else Path(url)


def _bucket() -> Any:
    return import_module(_BUCKET)
