"""From the process that publishes to those that hold sockets: datagrams in the data folder."""

import contextlib
import json
import os
import socket
from collections.abc import Iterable
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


def send(data: Path, notices: Iterable[Notice]) -> None:
    """Tell every process that holds sockets; one that is gone or too slow is skipped, its clients resume."""
    batch = [(each.seq, each.kind, each.case, each.topics) for each in notices]
    for start in range(0, len(batch), _PER_DATAGRAM):
        _to_all(data, "live", json.dumps(batch[start : start + _PER_DATAGRAM]).encode())


def nudge(data: Path) -> None:
    """Wake the background work: something was committed."""
    _to_all(data, "work", b"!")


def read(datagram: bytes) -> list[Notice]:
    """The notices of a datagram."""
    return [Notice(seq, kind, case, tuple(topics)) for seq, kind, case, topics in json.loads(datagram)]


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
