"""A peer on loopback that speaks WhatsApp's Business Cloud API: takes messages, hands out files."""

import json
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

from tests.servers.http_peer import Quiet, serving


class Graph:
    """What it was asked, and what it answers; `files` are bytes by id, `refuse` a status and an error."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.files: dict[str, bytes] = {}
        self.refuse: tuple[int, dict] | None = None
        self.elsewhere = ""
        self._open = ExitStack()
        self.url = f"{self._open.enter_context(serving(_handler_for(self)))}/v23.0"

    @property
    def sent(self) -> list[dict]:
        """The messages that it was given."""
        return [json.loads(body) for path, _, body in self.asked if path.endswith("/messages")]

    def close(self) -> None:
        """End."""
        self._open.close()


def _handler_for(graph: Graph) -> type[BaseHTTPRequestHandler]:
    class Handler(Quiet):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            graph.asked.append((self.path, dict(self.headers), body))
            if graph.refuse:
                self._say(graph.refuse[0], json.dumps({"error": graph.refuse[1]}).encode())
                return
            named = {"id": f"wamid.OUT{len(graph.asked)}"}
            self._say(200, json.dumps({"messaging_product": "whatsapp", "messages": [named]}).encode())

        def do_GET(self):
            graph.asked.append((self.path, dict(self.headers), b""))
            named = self.path.rsplit("/", 1)[-1]
            if graph.refuse or named.removeprefix("file-") not in graph.files:
                self._say(graph.refuse[0] if graph.refuse else 404, b"{}")
            elif named.startswith("file-"):
                self._say(200, graph.files[named.removeprefix("file-")])
            else:
                place = graph.elsewhere or f"{graph.url}/file-{named}"
                said = {"url": place, "id": named, "file_size": len(graph.files[named])}
                self._say(200, json.dumps(said).encode())

        def _say(self, status, body):
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
