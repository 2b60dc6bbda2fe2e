"""A shop on another origin with the widget in it, a desk that can be cut off, and what people do there."""

import contextlib
import http.server
import socket
import threading
import time

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from muhatap.live import between_nodes
from muhatap.live.edge import edge_app
from muhatap.live.queries import live_key
from muhatap.wiring import telling
from muhatap.wiring.bodies import most_bytes
from muhatap.wiring.bridge import Bridge
from tests.servers.http_peer import serving

CHAT = "muhatap-chat"
OPEN = '    calendar: always\n    origins: ["%s"]\n'
COVERED = """() => {
  const one = document.querySelector("muhatap-chat").getBoundingClientRect();
  const two = document.activeElement.getBoundingClientRect();
  return one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
}"""
WITHIN = "document.querySelector('muhatap-chat').shadowRoot.activeElement"
# Read aloud in this order, as the guide on chats says.
READ_ALOUD = ("dialog", "heading", "button", "region", "Case number", "log", "textbox", "button")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0>>endobj\n%%EOF\n"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Shop(http.server.BaseHTTPRequestHandler):
    """A page whose policy lets in the widget and nothing else; `desk` is where the widget comes from."""

    desk = ""

    def do_GET(self):
        fill = "<p>ürün</p>" * 60
        tag = f'<script src="{self.desk}/chat/nehir/widget.js" async></script>'
        form = (
            '<form><label>Tutar <input name="amount" value="1500"></label>'
            '<button type="button" data-chat-help hidden>Canlı yardım</button></form>'
        )
        body = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>'
            f"<header>Shop</header><main><h1>Shop</h1>{form}{fill}"
            f'<p><a id="last" href="#x">Last</a></p></main>{tag}</body></html>'
        ).encode()
        live = self.desk.replace("http", "ws")
        policy = (
            f"default-src 'none'; script-src {self.desk}; connect-src {self.desk} {live}; "
            "style-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def open_shop():
    """The shop and its origin."""
    with serving(Shop) as origin:
        yield Shop, origin


class Desk:
    """Pages and sockets of the product on the database of the test; it can be cut off and come back."""

    def __init__(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        self._pages = Bridge(StaticFilesHandler(get_wsgi_application()), most=most_bytes())
        edge = edge_app(
            data=settings.MUHATAP_DATA,
            key=live_key(),
            origin=self.address,
            recall=telling.recall,
            hearing=between_nodes.hearing(),
        )

        async def both(scope, receive, send):
            is_live = scope["type"] in {"websocket", "lifespan"} or scope["path"].startswith("/live/")
            await (edge if is_live else self._pages)(scope, receive, send)

        config = uvicorn.Config(both, port=self.port, log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        until = time.monotonic() + 30
        while not self._server.started:
            assert time.monotonic() < until
            time.sleep(0.02)

    def cut(self):
        """Every line breaks and nobody answers."""
        self._server.should_exit = True
        self._thread.join()
        self._pages._thread.submit(connections.close_all).result()
        self._pages._thread.shutdown()


def begin(page, origin: str, name: str, text: str) -> str:
    """Begin a chat about a sign-in; the case number that the widget shows."""
    page.goto(origin)
    page.click(f"{CHAT} .launch")
    form = page.locator(f"{CHAT} form")
    form.locator("[name=topic]").select_option("ACC-LOGIN")
    for box in form.locator("input[required], select[required], textarea[required]").all():
        known = {"name": name, "text": text, "topic": None}.get(box.get_attribute("name"), "1500")
        if box.evaluate("each => each.tagName") == "SELECT":
            if known is not None:
                box.select_option(index=1)
        elif known:
            kind = box.get_attribute("type")
            box.fill({"date": "2026-11-01", "time": "10:00"}.get(kind, known))
    form.locator("button.p").click()
    page.wait_for_selector(f"{CHAT} .log [data-seq='1']")
    return page.locator(f"{CHAT} b.num").inner_text()


def say(page, text: str) -> None:
    """Write in the widget."""
    page.fill(f"{CHAT} .foot textarea", text)
    page.keyboard.press("Enter")


def attach(page, name: str) -> None:
    """Choose a file for the next message."""
    page.set_input_files(
        f"{CHAT} input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    )


def said(page) -> list[str]:
    """What the widget's log shows, in its order."""
    return page.locator(f"{CHAT} .log [data-seq] > p").all_inner_texts()


def accept_and_greet(page, address: str, number: str, words: str) -> None:
    """What an agent does first: take the chat and write."""
    page.goto(f"{address}/desk/cases/{number}/")
    page.click("#chat-accept")
    page.wait_for_selector("#chat-end")
    page.fill("#reply", words)
    page.keyboard.press("Shift+Enter")
