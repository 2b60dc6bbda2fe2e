"""From the process that publishes to those that hold sockets: datagrams in the data folder.

Between nodes they go by a Redis or by PostgreSQL instead (`between_nodes`).
"""

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# A datagram carries ids only; a hundred fit well below any system's limit.
_PER_DATAGRAM = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """Something changed: its public number, what sort of thing, and which topics hear of it."""

    seq: int
    kind: str
    case: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """All that became public after one number and up to another; some of it nobody's page shows.

    Whoever has heard less than `after` has missed something. `topics` hear of something without a number.
    """

    after: int
    upto: int
    notices: tuple[Notice, ...] = ()
    topics: tuple[str, ...] = ()


def folder(data: Path) -> Path:
    """Where the sockets lie."""
    return data / "run"


def open_inbox(data: Path, name: str) -> socket.socket:
    """A socket that receives datagrams for this process; its file is replaced when it exists."""
    place = folder(data) / f"{name}-{os.getpid()}.sock"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileNotFoundError):
        place.unlink()
    inbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    inbox.bind(str(place))
    inbox.setblocking(False)
    return inbox


def in_parts(batch: Batch, most: int = _PER_DATAGRAM) -> Iterator[Batch]:
    """A batch in parts of at most so many notices, each beginning where the one before ended."""
    after = batch.after
    for start in range(0, len(batch.notices), most):
        part = batch.notices[start : start + most]
        upto = batch.upto if start + most >= len(batch.notices) else part[-1].seq
        yield Batch(after, upto, part)
        after = upto
    if batch.topics or not batch.notices:
        yield Batch(after, batch.upto, (), batch.topics)


def send(data: Path, batch: Batch) -> None:
    """Tell every process that holds sockets; one that is too slow finds out by itself what it missed."""
    for part in in_parts(batch):
        _to_all(data, "live", written(part))


def nudge(data: Path) -> None:
    """Wake the background work: something was committed."""
    _to_all(data, "work", b"!")


def written(batch: Batch) -> bytes:
    """A batch as it travels."""
    notices = [(each.seq, each.kind, each.case, each.topics) for each in batch.notices]
    return json.dumps((batch.after, batch.upto, notices, batch.topics), separators=(",", ":")).encode()


def read(datagram: bytes | str) -> Batch:
    """The batch that arrived."""
    after, upto, notices, topics = json.loads(datagram)
    heard = (Notice(seq, kind, case, tuple(its)) for seq, kind, case, its in notices)
    return Batch(after, upto, tuple(heard), tuple(topics))


def _to_all(data: Path, name: str, datagram: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.setblocking(False)
        for place in folder(data).glob(f"{name}-*.sock"):
            try:
                out.sendto(datagram, str(place))
            except (ConnectionRefusedError, FileNotFoundError):
                place.unlink(missing_ok=True)
            except OSError:
                continue
