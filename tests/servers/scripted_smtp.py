"""A mail server that says what a test tells it to say, command by command, over real sockets."""

import socket
import socketserver
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.servers.loopback import HOST, write_certificate

HANG, DROP = "hang", "drop"
_USUAL = {
    "EHLO": "", "HELO": "250 here", "MAIL": "250 2.1.0 ok", "RCPT": "250 2.1.5 ok", "RSET": "250 2.0.0 ok",
    "DATA": "354 go on", "BODY": "250 2.0.0 queued", "QUIT": "221 2.0.0 bye", "NOOP": "250 ok",
    "STARTTLS": "220 ready", "AUTH": "235 2.7.0 welcome", "GREETING": "220 scripted ESMTP",
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """A mail that the server took, and the commands that brought it."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass
class ScriptedServer:
    """`say("RCPT", "451 …", …)` answers the next commands so, and then as usual; "BODY" is the final dot."""

    port: int = 0
    extensions: list[str] = field(default_factory=lambda: ["SIZE 60000000", "8BITMIME", "SMTPUTF8"])
    taken: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    context: ssl.SSLContext | None = None
    certificate: str = ""
    released: threading.Event = field(default_factory=threading.Event)
    _script: dict[str, deque[str]] = field(default_factory=dict)

    host = HOST

    def say(self, verb: str, *answers: str) -> None:
        """Answer the next commands of this verb so."""
        self._script.setdefault(verb, deque()).extend(answers)

    def forget(self) -> None:
        """Go back to the usual answers."""
        self._script.clear()

    def answer(self, verb: str) -> str:
        """What to say now."""
        waiting = self._script.get(verb)
        return waiting.popleft() if waiting else _USUAL.get(verb, "502 5.5.1 unknown")


class _Gone(Exception):
    """The conversation is over."""


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        script: ScriptedServer = self.server.script
        script.connections += 1
        try:
            self._say("GREETING")
            while line := self.rfile.readline(20_000):
                self._heed(line.decode("utf-8").rstrip("\r\n"))
        except (_Gone, OSError, ssl.SSLError):
            pass

    def _heed(self, line: str) -> None:
        script: ScriptedServer = self.server.script
        verb = line.split(" ")[0].upper()
        script.commands.append(f"{verb}{line[len(verb) :]}")
        if verb == "EHLO":
            self._write("\r\n".join(f"250-{one}" for one in ["here", *script.extensions]) + "\r\n250 HELP")
        elif verb == "DATA":
            self._take_in()
        else:
            said = self._say(verb)
            if verb == "MAIL" and said.startswith("2"):
                self._sender, self._recipients = line, []
            elif verb == "RCPT" and said.startswith("2"):
                self._recipients.append(line.partition("<")[2].partition(">")[0])
            elif verb == "STARTTLS" and said.startswith("2"):
                self.request = script.context.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
            elif verb == "QUIT":
                raise _Gone

    def _take_in(self) -> None:
        script: ScriptedServer = self.server.script
        if not self._say("DATA").startswith("3"):
            return
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        sender = self._sender.partition("<")[2].partition(">")[0]
        mail = Taken(sender, tuple(self._recipients), b"".join(lines))
        said = script.answer("BODY")
        if said.startswith(("2", "keep ")):
            script.taken.append(mail)
        self._write(said.removeprefix("keep "))

    def _say(self, verb: str) -> str:
        said = self.server.script.answer(verb)
        self._write(said)
        return said

    def _write(self, said: str) -> None:
        if said == HANG:
            self.server.script.released.wait(20)
            raise _Gone
        if said == DROP:
            self.request.shutdown(socket.SHUT_RDWR)
            raise _Gone
        self.wfile.write(said.encode() + b"\r\n")
        if said.startswith("421"):
            raise _Gone


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@pytest.fixture
def scripted(tmp_path) -> Iterator[ScriptedServer]:
    """A scripted server of its own for each test, with a certificate for STARTTLS."""
    certificate, key = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    script = ScriptedServer(context=context, certificate=str(certificate))
    server = _Server((HOST, 0), _Conversation)
    server.script, script.port = script, server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield script
    script.released.set()
    server.shutdown()
    server.server_close()
    thread.join(5)
