"""Head logs: signed lists of how long each stream was and what it ended with; their files, read and written.

A log is a gzip file of lines: a header, one line for each stream that changed since the log before (in order
of id), a trailer with the Merkle root over those lines, and the signature over that root and the SHA-256 of
all lines above it. Logs of the first format have no root.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from muhatap.audit.chain import GENESIS, dumps, stamp
from muhatap.audit.merkle import Tree
from muhatap.kernel.keyring import Keyring
from muhatap.kernel.stores.sharing import fetched

FORMAT = "muhatap-heads/2"
_WITHOUT_ROOT = "muhatap-heads/1"
_LONGEST_LINE = 2048


class UnreadableLog(ValueError):
    """A file is no head log, or was damaged so that it cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class Head:
    """How long a stream was and the hash of its last event."""

    kind: str
    stream_id: int
    length: int
    hash: str

    def line(self) -> bytes:
        """Its line in a log, which is also its leaf in the tree."""
        return dumps([self.kind, str(self.stream_id), self.length, self.hash]).encode()


@dataclass(frozen=True, slots=True)
class SignedLog:
    """What a log says about itself."""

    number: int
    at: str
    previous: str
    streams: int
    digest: str
    root: str
    key_id: str
    fingerprint: str
    signature: str


def path_of(folder: Path, number: int) -> Path:
    """Where the log with this number lies, below the data folder."""
    return folder / "heads" / f"heads-{number:06}.jsonl.gz"


def signed_message(digest: str, root: str) -> bytes:
    """The bytes that are signed for a log with this digest and this root ("" in the first format)."""
    return f"{FORMAT} {digest} {root}".encode() if root else f"{_WITHOUT_ROOT} {digest}".encode()


def write_log(
    file: IO[bytes],
    *,
    number: int,
    previous: str,
    at: datetime,
    entries: Iterable[Head],
    keyring: Keyring,
) -> SignedLog:
    """Write and sign a log of these entries, which come in order of stream id."""
    tree = Tree()
    # Heads are random digits: more effort would not make them smaller.
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0, compresslevel=1) as lines:
        writer = _Digesting(lines)
        writer.line({"at": stamp(at), "format": FORMAT, "number": number, "previous": previous})
        for entry in entries:
            line = entry.line()
            tree.add(line)
            writer.put(line)
        root = tree.root().hex()
        writer.line({"root": root, "streams": tree.size})
        digest = writer.hexdigest()
        key_id, signature = keyring.sign(signed_message(digest, root))
        log = SignedLog(
            number=number,
            at=stamp(at),
            previous=previous,
            streams=tree.size,
            digest=digest,
            root=root,
            key_id=key_id,
            fingerprint=keyring.fingerprint(key_id),
            signature=signature.hex(),
        )
        writer.line(
            {"digest": digest, "fingerprint": log.fingerprint, "key": key_id, "signature": log.signature}
        )
    return log


class LogFile:
    """A log read line by line: iterate its entries to the end, then ask for `signed`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._signed: SignedLog | None = None

    @property
    def signed(self) -> SignedLog:
        """What it says about itself, with the digest of what was really read."""
        if self._signed is None:
            raise UnreadableLog(f"{self._path.name} was not read to its end")
        return self._signed

    def __iter__(self) -> Iterator[Head]:
        """The entries in order; UnreadableLog where it breaks off or is no log."""
        try:
            with gzip.open(fetched(self._path), "rb") as lines:
                yield from self._entries(lines)
        except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
            raise UnreadableLog(f"{self._path.name}: {error}") from error

    def _entries(self, lines: IO[bytes]) -> Iterator[Head]:
        digest = hashlib.sha256()
        header = _read(lines, digest)
        if header["format"] not in {FORMAT, _WITHOUT_ROOT}:
            raise UnreadableLog(f"{self._path.name} has the format {header['format']!r}")
        tree, last_id = Tree(), None
        while isinstance(entry := _read(lines, digest), list):
            kind, stream_id, length, head = entry
            if last_id is not None and int(stream_id) <= last_id:
                raise ValueError("streams are out of order")
            last_id = int(stream_id)
            listed = Head(str(kind), last_id, int(length), str(head))
            tree.add(listed.line())
            yield listed
        if entry["streams"] != tree.size:
            raise ValueError(f"{entry['streams']} streams are announced, {tree.size} are listed")
        root = tree.root().hex() if header["format"] == FORMAT else ""
        if entry.get("root", "") != root:
            raise ValueError("the root is for other lines")
        read_digest = digest.hexdigest()
        last = lines.readline(_LONGEST_LINE)
        end = json.loads(last)
        if end["digest"] != read_digest or last != dumps(end).encode() + b"\n":
            raise ValueError("the signature is for other lines")
        if lines.read(1):
            raise ValueError("something follows the signature")
        self._signed = SignedLog(
            number=int(header["number"]),
            at=header["at"],
            previous=header["previous"],
            streams=tree.size,
            digest=read_digest,
            root=root,
            key_id=end["key"],
            fingerprint=end["fingerprint"],
            signature=end["signature"],
        )


def first_previous() -> str:
    """What stands for the log before the first one."""
    return GENESIS


def put_in_place(temporary: Path, final: Path) -> None:
    """Give a finished file its name and wait until the disk has both."""
    temporary.replace(final)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Digesting:
    def __init__(self, lines: IO[bytes]) -> None:
        self._lines = lines
        self._digest = hashlib.sha256()

    def line(self, value: Any) -> None:
        self.put(dumps(value).encode())

    def put(self, line: bytes) -> None:
        written = line + b"\n"
        self._digest.update(written)
        self._lines.write(written)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _read(lines: IO[bytes], digest: Any) -> Any:
    line = lines.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise ValueError("it breaks off")
    digest.update(line)
    return json.loads(line)
