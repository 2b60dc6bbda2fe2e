"""Two visitors on a strict page of another origin, two agents, broken lines and killed servers."""

import http.server
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHAT = "muhatap-chat"
OPEN = '    calendar: always\n    origins: ["%s"]\n'
COVERED = """() => {
  const one = document.querySelector("muhatap-chat").getBoundingClientRect();
  const two = document.activeElement.getBoundingClientRect();
  return one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
}"""
WITHIN = "document.querySelector('muhatap-chat').shadowRoot.activeElement"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def shop():
    """A shop on another origin whose policy lets in the widget and nothing else; `desk` is set later."""

    class Page(http.server.BaseHTTPRequestHandler):
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
                '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>'
                f'<h1>Shop</h1>{form}{fill}<p><a id="last" href="#x">Last</a></p></main>{tag}</body></html>'
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

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Page, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def desk(tmp_path, shop):
    """The real server with two web processes; its chat is always open and welcome in the shop."""
    page, origin = shop
    charter = (ROOT / "charters/nehir.yaml").read_text(encoding="utf-8")
    charter = charter.replace("    calendar: chat\n", OPEN % origin, 1)
    (tmp_path / "charter.yaml").write_text(charter, encoding="utf-8")
    port = free_port()
    page.desk = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MUHATAP_", "DJANGO"))}
    command = [sys.executable, "-m", "muhatap.wiring.console", "serve", "--data", str(tmp_path / "data")]
    command += ["--port", str(port), "--processes", "2", "--charter", str(tmp_path / "charter.yaml")]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=kept, stdout=log, stderr=log)
    until = time.monotonic() + 600
    while time.monotonic() < until:
        assert server.poll() is None, (tmp_path / "log").read_text()[-2000:]
        with suppress(OSError), urllib.request.urlopen(f"{page.desk}/chat/nehir/widget.js", timeout=5):
            break
        time.sleep(0.5)
    yield page.desk, server
    server.terminate()
    server.wait(60)


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in listed.split()]


def begin(page, origin: str, name: str, text: str) -> str:
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
    began = time.monotonic()
    form.locator("button.p").click()
    page.wait_for_selector(f"{CHAT} .log [data-seq='1']")
    number = page.locator(f"{CHAT} b.num").inner_text()
    assert time.monotonic() - began < 10
    return number


def enter(page, desk: str, login: str) -> None:
    page.goto(f"{desk}/staff/login/")
    page.fill("[name=login]", f"{login}@nehir.example")
    page.fill("[name=password]", "muhatap-demo")
    page.click("main form .btn-primary, form .btn-primary")
    code = re.search(r"(\d{3})\D?(\d{3})\b", page.locator(".notice").inner_text())
    page.fill("[name=code]", code[1] + code[2])
    page.click("form .btn-primary")
    page.wait_for_url("**/desk/**")


def say(page, text: str) -> None:
    page.fill(f"{CHAT} .foot textarea", text)
    page.keyboard.press("Enter")


def said(page) -> list[str]:
    return page.locator(f"{CHAT} .log [data-seq] p").all_inner_texts()


@pytest.mark.slow
def test_two_visitors_and_two_agents_lose_nothing(chromium, shop, desk, axe):
    origin, (address, server) = shop[1], desk
    contexts = [
        chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}) for _ in range(4)
    ]
    elif_, hakan, deniz, selin = (each.new_page() for each in contexts)
    errors: list[str] = []
    for page in (elif_, hakan):
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: "Content Security" in told.text and errors.append(told.text))
        page.set_default_timeout(60_000)
    numbers = {
        "elif": begin(elif_, origin, "Elif", "Giremiyorum"),
        "hakan": begin(hakan, origin, "Hakan", "Ben de giremiyorum"),
    }
    axe(elif_)
    for page, login, number in ((deniz, "deniz", numbers["elif"]), (selin, "selin", numbers["hakan"])):
        enter(page, address, login)
        page.goto(f"{address}/desk/cases/{number}/")
        page.click("#chat-accept")
        page.wait_for_selector("#chat-end")
        page.fill("#reply", f"Merhaba, ben {login}")
        page.keyboard.press("Shift+Enter")
    elif_.wait_for_selector("text=Merhaba, ben deniz")
    hakan.wait_for_selector("text=Merhaba, ben selin")

    # A tunnel: she writes on, and meanwhile every web process dies.
    contexts[0].set_offline(True)
    for word in ("bir", "iki", "üç"):
        say(elif_, word)
    for child in children_of(server.pid)[:2]:
        os.kill(child, signal.SIGKILL)
    say(hakan, "dört")
    contexts[0].set_offline(False)
    elif_.wait_for_selector(f"{CHAT} .log [data-seq] >> text=üç")
    hakan.wait_for_selector(f"{CHAT} .log [data-seq] >> text=dört")
    assert said(elif_) == ["Giremiyorum", "Merhaba, ben deniz", "bir", "iki", "üç"]

    # A reload shows the same, open where it was, and the agent has read it once and in order.
    elif_.reload()
    elif_.wait_for_selector(f"{CHAT} .log [data-seq] >> text=üç")
    assert said(elif_) == ["Giremiyorum", "Merhaba, ben deniz", "bir", "iki", "üç"]
    deniz.reload()
    told = deniz.locator(".timeline .msg[data-from=customer] .msg-body p").all_inner_texts()
    assert [each for each in told if each in {"bir", "iki", "üç"}] == ["bir", "iki", "üç"]

    # What has the focus is never under us.
    elif_.click(f"{CHAT} header button:last-of-type")
    elif_.focus("#last")
    covered = elif_.evaluate(COVERED)
    assert not covered
    assert not errors
    for context in contexts:
        context.close()


@pytest.mark.slow
def test_a_screen_reader_reads_the_chat_in_the_written_order(chromium, shop, desk):
    page = chromium.new_page(locale="en-GB")
    page.set_default_timeout(60_000)
    begin(page, shop[1], "Elif", "Giremiyorum")
    tree = page.locator(CHAT).aria_snapshot()
    order = ["dialog", "heading", "button", "region", "Case number", "log", "textbox", "button"]
    place = -1
    for part in order:
        found = re.search(rf"\b{part}\b", tree[place + 1 :])
        assert found, f"{part} is missing behind {place}:\n{tree}"
        place += 1 + found.start()
    assert (
        page.evaluate("document.querySelector('muhatap-chat').shadowRoot.activeElement.tagName") == "TEXTAREA"
    )
    page.keyboard.press("Escape")
    assert page.evaluate(f"{WITHIN}.classList.contains('launch')")
    page.close()
