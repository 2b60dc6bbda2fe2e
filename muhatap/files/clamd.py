"""Asking a virus scanner: the INSTREAM command of clamd, over TCP or a socket of this machine. Pure."""

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass

SECONDS_AT_MOST = 60
_SIP = 256 * 1024
_ANSWER_AT_MOST = 4096


class ScannerAway(Exception):
    """Nobody answers at the scanner's address, or what answers is no scanner."""


class CannotScan(Exception):
    """The scanner is there and cannot judge these bytes; the message is its own."""


@dataclass(frozen=True, slots=True)
class ScannerAddress:
    """Where clamd listens: a socket's path, or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def parse(cls, text: str) -> "ScannerAddress":
        """The address that `/path/of/socket` or `host:port` names; ValueError for anything else."""
        if text.startswith("/"):
            return cls(path=text)
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(text)
        return cls(host=host.strip("[]"), port=int(port))

    def connect(self) -> socket.socket:
        """An open connection; `ScannerAway` when there is none."""
        try:
            if not self.path:
                return socket.create_connection((self.host, self.port), timeout=SECONDS_AT_MOST)
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(SECONDS_AT_MOST)
            line.connect(self.path)
        except OSError as trouble:
            raise ScannerAway(str(trouble)) from trouble
        return line


def finding_in(data: bytes, address: ScannerAddress) -> str:
    """The name of what the scanner found in the bytes, empty for nothing.

    `CannotScan` where it cannot judge them, `ScannerAway` where it does not answer.
    """
    with address.connect() as line:
        try:
            _send(line, data)
            answer = _answer(line)
        except OSError as trouble:
            raise ScannerAway(str(trouble)) from trouble
    return _read(answer)


def _send(line: socket.socket, data: bytes) -> None:
    # A scanner that has enough hangs up in the middle, and has said why before.
    with suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _SIP):
            sip = data[start : start + _SIP]
            line.sendall(struct.pack(">I", len(sip)) + sip)
        line.sendall(struct.pack(">I", 0))


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _ANSWER_AT_MOST:
        more = line.recv(_ANSWER_AT_MOST)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(answer: str) -> str:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")[:200] or "?"
    if answer.endswith("ERROR"):
        raise CannotScan(answer[:200])
    raise ScannerAway(answer[:200])
