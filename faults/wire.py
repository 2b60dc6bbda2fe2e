"""A line between the desk and a server that can be cut, can go dumb, or can lose its end."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from tests.servers.loopback import HOST

_CHUNK = 16_384


@dataclass
class Cut:
    """What happens to a connection after so many bytes from the server or from the desk."""

    after_server_bytes: int | None = None
    after_desk_bytes: int | None = None
    after_desk_says: bytes = b""
    is_silent: bool = False

    def is_due(self, from_desk: int, from_server: int, said: bytes) -> bool:
        """Whether the moment has come; `said` is the last that the desk sent."""
        return (
            (self.after_server_bytes is not None and from_server >= self.after_server_bytes)
            or (self.after_desk_bytes is not None and from_desk >= self.after_desk_bytes)
            or (bool(self.after_desk_says) and self.after_desk_says in said)
        )


@dataclass
class Wire:
    """A listener on `port` that connects through to a server; `cuts` are used up one for each connection."""

    target: int
    cuts: list[Cut] = field(default_factory=list)
    made: int = 0
    _listener: socket.socket = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._listener = socket.create_server((HOST, 0), backlog=64)
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def port(self) -> int:
        """Where the desk connects to."""
        return self._listener.getsockname()[1]

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            cut = self.cuts.pop(0) if self.cuts else Cut()
            threading.Thread(target=self._connect, args=(desk, cut), daemon=True).start()

    def _connect(self, desk: socket.socket, cut: Cut) -> None:
        try:
            server = socket.create_connection((HOST, self.target), timeout=20)
        except OSError:
            desk.close()
            return
        server.settimeout(None)
        line = _Line(desk, server, cut)
        threading.Thread(target=line.from_server, daemon=True).start()
        line.from_desk()
        self.made += line.was_cut


class _Line:
    """One connection through the wire."""

    def __init__(self, desk: socket.socket, server: socket.socket, cut: Cut) -> None:
        self._desk, self._server, self._cut = desk, server, cut
        self._counts = [0, 0]
        self._said = b""
        self.was_cut = False

    def from_desk(self) -> None:
        """Carry what the desk says."""
        while data := _read(self._desk):
            # A cut by count falls within the mail; one by what was said comes after it: the answer is lost.
            data = _until(self._cut.after_desk_bytes, self._counts[0], data)
            self._counts[0] += len(data)
            self._said = (self._said + data)[-64:]
            _write(self._server, data)
            if not self.was_cut and self._is_due():
                self._do_cut()
        _shut(self._server)

    def from_server(self) -> None:
        """Carry what the server says, until the cut."""
        while data := _read(self._server):
            data = _until(self._cut.after_server_bytes, self._counts[1], data)
            self._counts[1] += len(data)
            if not self.was_cut:
                _write(self._desk, data)
            if not self.was_cut and self._is_due():
                self._do_cut()
        if not (self.was_cut and self._cut.is_silent):
            _shut(self._desk)

    def _is_due(self) -> bool:
        return self._cut.is_due(self._counts[0], self._counts[1], self._said)

    def _do_cut(self) -> None:
        self.was_cut = True
        if not self._cut.is_silent:
            _shut(self._desk)


def _until(limit: int | None, count: int, data: bytes) -> bytes:
    return data if limit is None else data[: max(0, limit - count)]


def _read(end: socket.socket) -> bytes:
    with suppress(OSError):
        return end.recv(_CHUNK)
    return b""


def _write(end: socket.socket, data: bytes) -> None:
    with suppress(OSError):
        end.sendall(data)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
