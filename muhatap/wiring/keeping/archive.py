"""A backup's file: a compressed tar whose last member lists every other one with its size and SHA-256."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from muhatap.wiring.keeping.locking import MAGIC, CutOrChanged, Locking, Unlocking

FORMAT = 1
LIST = "backup.json"
DATABASE = "database"
KEYS = "keyring.json"
FOLDER = "data/"
_PIECE = 1 << 20
_LIST_LIMIT = 1 << 30

Progress = Callable[[int], object]


class NotABackup(Exception):
    """The file is no backup of this product, or one that this version cannot read."""


class BrokenBackup(Exception):
    """The backup is cut off, changed, or holds what it may not; the message says what."""


class NeedsPassphrase(Exception):
    """The backup is locked."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself: when and from what it was made, and its members."""

    made_at: str
    version: str
    database: str
    migrations: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    key_ids: list[str] = field(default_factory=list)
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def has_keys(self) -> bool:
        """Whether the keyring lies in it."""
        return KEYS in self.members


class Writing:
    """A backup being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, tuple[int, str]] = {}

    def add_bytes(self, name: str, data: bytes) -> None:
        """A member from memory."""
        self._add(name, len(data), io.BytesIO(data))

    def add_file(self, name: str, path: Path, progress: Progress = lambda _: None) -> bool:
        """A member from a file; False when it is gone meanwhile, which lawful destruction may do."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            self._add(name, size, file, progress)
        return True

    def finish(self, contents: Contents) -> None:
        """Write the list, the last member."""
        data = json.dumps(asdict(contents) | {"members": self.members}, ensure_ascii=False).encode()
        self._tar.addfile(_member(LIST, len(data)), io.BytesIO(data))

    def _add(self, name: str, size: int, file: BinaryIO, progress: Progress = lambda _: None) -> None:
        hashing = _Hashing(file, size, progress)
        self._tar.addfile(_member(name, size), hashing)  # type: ignore[arg-type]
        self.members[name] = (size, hashing.digest.hexdigest())


class _Hashing:
    """Reads exactly so many bytes, hashes them, and says how far it is."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress) -> None:
        self._file, self._left, self._progress = file, size, progress
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        size = min(size, self._left)
        data = self._file.read(size)
        if len(data) < size:
            raise OSError("a file became shorter while it was copied")
        self._left -= len(data)
        self.digest.update(data)
        self._progress(len(data))
        return data


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


@contextmanager
def writing(out: BinaryIO, passphrase: bytes | None = None) -> Iterator[Writing]:
    """Write a backup to `out`, under a passphrase when one is given."""
    under: Any = Locking(out, passphrase) if passphrase else out
    with (
        gzip.GzipFile(fileobj=under, mode="wb", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writing(tar)
    if passphrase:
        under.close()


def unpack(source: BinaryIO, into: Path, passphrase: bytes | None = None) -> Contents:
    """Unpack a backup below a folder and check every byte of it; its contents.

    NotABackup, NeedsPassphrase, WrongPassphrase, BrokenBackup; what was unpacked until then stays.
    """
    first = source.read(len(MAGIC))
    if first == MAGIC and not passphrase:
        raise NeedsPassphrase
    try:
        under: Any = Unlocking(source, passphrase) if first == MAGIC and passphrase else _Again(first, source)
        with gzip.GzipFile(fileobj=under, mode="rb") as packed:
            found, said = _unpacked(packed, into)
            # The sum at the end of the packed bytes is only looked at when they are read to their end.
            while packed.read(_PIECE):
                pass
    except CutOrChanged as error:
        raise BrokenBackup("the locked file is cut off or changed") from error
    except (tarfile.TarError, zlib.error, OSError, EOFError) as error:
        if isinstance(error, gzip.BadGzipFile) and not (into / DATABASE).exists():
            raise NotABackup from error
        raise BrokenBackup(f"the file is cut off or changed ({error})") from error
    contents = _understood(said)
    _compare(found, contents.members)
    return contents


class _Again:
    """A stream whose first bytes have been looked at already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int = -1) -> bytes:
        if not self._first:
            return self._rest.read(size)
        taken = self._first if size < 0 else self._first[:size]
        self._first = self._first[len(taken) :]
        return taken + (self._rest.read(size - len(taken)) if size > len(taken) else b"")


def _unpacked(packed: Any, into: Path) -> tuple[dict[str, tuple[int, str]], bytes]:
    found: dict[str, tuple[int, str]] = {}
    with tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            file = tar.extractfile(member)
            if not member.isreg() or file is None:
                raise BrokenBackup(f"{member.name}: not a plain file")
            if member.name == LIST:
                return found, file.read(_LIST_LIMIT)
            if member.name in found:
                raise BrokenBackup(f"{member.name}: twice")
            found[member.name] = _write_out(file, _place(into, member.name))
    if not found:
        raise NotABackup
    raise BrokenBackup("its list is missing: the file was cut off")


def _place(into: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    is_known = name in {DATABASE, KEYS} or name.startswith(FOLDER)
    if not is_known or ".." in parts or name.startswith("/") or "\0" in name or "\\" in name:
        raise BrokenBackup(f"{name}: not a place in a backup")
    return into.joinpath(*parts)


def _write_out(file: Any, path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        path.chmod(0o600)
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    return size, digest.hexdigest()


def _understood(said: bytes) -> Contents:
    try:
        document = json.loads(said)
        if document["format"] != FORMAT:
            raise NotABackup
        document["members"] = {name: (size, sha) for name, (size, sha) in document["members"].items()}
        return Contents(**document)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenBackup("its list cannot be read") from error


def _compare(found: dict[str, tuple[int, str]], listed: dict[str, tuple[int, str]]) -> None:
    for name in sorted(found.keys() | listed.keys()):
        if name not in found:
            raise BrokenBackup(f"{name}: listed, but not there")
        if name not in listed:
            raise BrokenBackup(f"{name}: there, but not listed")
        if found[name] != listed[name]:
            raise BrokenBackup(f"{name}: changed")
