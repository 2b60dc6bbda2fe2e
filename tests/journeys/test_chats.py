"""Two visitors on a strict page of another origin, two agents, broken lines and killed servers."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from tests.house.databases import another_database
from tests.journeys import chatting
from tests.journeys.chatting import CHAT, COVERED, OPEN, READ_ALOUD, WITHIN, begin, said, say
from tests.journeys.nehir import CHARTER, open_nehir
from tests.journeys.walking import put_session

ROOT = Path(__file__).parents[2]
LEFT_OUT = ("MUHATAP_", "DJANGO")


@pytest.fixture
def shop():
    with chatting.open_shop() as opened:
        yield opened


@pytest.fixture
def four_pages(chromium):
    """Two visitors and two agents, each with a browser of their own; nothing may break a policy."""
    contexts = [
        chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}) for _ in range(4)
    ]
    pages, errors = [each.new_page() for each in contexts], []
    for page in pages:
        page.set_default_timeout(60_000)
    for page in pages[:2]:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: "Content Security" in told.text and errors.append(told.text))
    yield pages
    for context in contexts:
        context.close()
    assert not errors


def open_charter(origin: str) -> str:
    """Nehir's charter with a chat that never closes and is welcome in the shop."""
    return CHARTER.read_text(encoding="utf-8").replace("    calendar: chat\n", OPEN % origin, 1)


@pytest.fixture
def desk(transactional_db, settings, shop):
    """A desk on the test's database, which can be cut off, and its people."""
    page, origin = shop
    own = chatting.Desk()
    settings.MUHATAP_ORIGIN = page.desk = own.address
    nehir = open_nehir(timezone.now(), open_charter(origin))
    own.start()
    yield own, nehir
    own.cut()


def test_two_visitors_and_two_agents_lose_nothing(four_pages, shop, desk, axe):
    elif_, hakan, deniz, selin = four_pages
    origin, (server, nehir) = shop[1], desk
    numbers = [
        begin(elif_, origin, "Elif", "Giremiyorum"),
        begin(hakan, origin, "Hakan", "Ben de giremiyorum"),
    ]
    axe(elif_)
    for page, login, number in ((deniz, "deniz", numbers[0]), (selin, "selin", numbers[1])):
        put_session(page, nehir.staff[login], server.address)
        chatting.accept_and_greet(page, server.address, number, f"Merhaba, ben {login}")
    elif_.wait_for_selector("text=Merhaba, ben deniz")
    hakan.wait_for_selector("text=Merhaba, ben selin")

    # Every line breaks; what is written meanwhile outlives the page, its file too.
    server.cut()
    say(elif_, "bir")
    chatting.attach(elif_, "dekont.pdf")
    say(elif_, "iki")
    say(hakan, "dört")
    expect(elif_.locator(f"{CHAT} ol.log li")).to_have_count(2)
    elif_.goto("about:blank")
    server.start()
    elif_.goto(origin)
    elif_.wait_for_selector(f"{CHAT} .log [data-seq] >> text=iki")
    hakan.wait_for_selector(f"{CHAT} .log [data-seq] >> text=dört")
    assert said(elif_)[:4] == ["Giremiyorum", "Merhaba, ben deniz", "bir", "iki"]
    assert said(hakan) == ["Ben de giremiyorum", "Merhaba, ben selin", "dört"]
    elif_.wait_for_selector(f"{CHAT} .log [data-seq] a >> text=dekont.pdf")

    deniz.reload()
    told = deniz.locator(".timeline .msg[data-from=customer] .msg-body p").all_inner_texts()
    assert [each for each in told if each in {"bir", "iki"}] == ["bir", "iki"]
    expect(deniz.get_by_text("dekont.pdf").first).to_be_visible()

    read_in_order(hakan)
    elif_.click(f"{CHAT} header button:last-of-type")
    elif_.focus("#last")
    assert not elif_.evaluate(COVERED)


@pytest.fixture
def empty_database(request):
    """The address of an empty database of this lane."""
    if connection.vendor == "postgresql":
        request.getfixturevalue("transactional_db")
    with another_database("chatted") as address:
        yield address


@pytest.fixture
def real_desk(tmp_path, shop, empty_database):
    """The real server with two web processes and the demo's people."""
    page, origin = shop
    port = chatting.free_port()
    page.desk = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
    kept |= {"MUHATAP_DATA": str(tmp_path / "data"), "MUHATAP_DATABASE_URL": empty_database}
    command = [sys.executable, "-m", "muhatap.wiring.console"]
    with (tmp_path / "log").open("wb") as log:
        serving = [*command, "serve", "--port", str(port), "--processes", "2"]
        server = subprocess.Popen(serving, cwd=ROOT, env=kept, stdout=log, stderr=log)
    until = time.monotonic() + 600
    while time.monotonic() < until:
        assert server.poll() is None, (tmp_path / "log").read_text()[-2000:]
        with suppress(OSError), urllib.request.urlopen(f"{page.desk}/chat/nehir/widget.js", timeout=5):
            break
        time.sleep(0.5)
    (tmp_path / "charter.yaml").write_text(open_charter(origin), encoding="utf-8")
    applied = [*command, "charter", "apply", str(tmp_path / "charter.yaml")]
    subprocess.run(applied, cwd=ROOT, env=kept, check=True, capture_output=True)
    yield page.desk, server
    server.terminate()
    server.wait(60)


@pytest.mark.slow
def test_no_killed_process_loses_a_word(four_pages, shop, real_desk):
    """The same with the real server: her line is cut in a tunnel, and every web process is killed."""
    elif_, hakan, deniz, selin = four_pages
    origin, (address, server) = shop[1], real_desk
    numbers = [
        begin(elif_, origin, "Elif", "Giremiyorum"),
        begin(hakan, origin, "Hakan", "Ben de giremiyorum"),
    ]
    for page, login, number in ((deniz, "deniz", numbers[0]), (selin, "selin", numbers[1])):
        enter(page, address, login)
        chatting.accept_and_greet(page, address, number, f"Merhaba, ben {login}")
    elif_.wait_for_selector("text=Merhaba, ben deniz")
    hakan.wait_for_selector("text=Merhaba, ben selin")
    elif_.context.set_offline(True)
    for word in ("bir", "iki", "üç"):
        say(elif_, word)
    for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[:2]:
        os.kill(int(child), signal.SIGKILL)
    say(hakan, "dört")
    elif_.context.set_offline(False)
    elif_.wait_for_selector(f"{CHAT} .log [data-seq] >> text=üç")
    hakan.wait_for_selector(f"{CHAT} .log [data-seq] >> text=dört")
    elif_.reload()
    elif_.wait_for_selector(f"{CHAT} .log [data-seq] >> text=üç")
    assert said(elif_) == ["Giremiyorum", "Merhaba, ben deniz", "bir", "iki", "üç"]
    deniz.reload()
    told = deniz.locator(".timeline .msg[data-from=customer] .msg-body p").all_inner_texts()
    assert [each for each in told if each in {"bir", "iki", "üç"}] == ["bir", "iki", "üç"]


def enter(page, desk: str, login: str) -> None:
    """Sign in as one of the demo's people, whose code stands on the page."""
    page.goto(f"{desk}/staff/login/")
    page.fill("[name=login]", f"{login}@nehir.example")
    page.fill("[name=password]", "muhatap-demo")
    page.click("form .btn-primary")
    code = page.locator("[data-demo-code]").inner_text()
    page.fill("[name=code]", re.sub(r"\D", "", code))
    page.click("form .btn-primary")
    page.wait_for_url("**/desk/**")


def read_in_order(page) -> None:
    """A screen reader meets what the guide on chats names, in that order; Escape gives the focus back."""
    tree, place = page.locator(CHAT).aria_snapshot(), -1
    for part in READ_ALOUD:
        found = re.search(rf"\b{part}\b", tree[place + 1 :])
        assert found, f"{part} is missing behind {place}:\n{tree}"
        place += 1 + found.start()
    assert page.evaluate(f"{WITHIN}.tagName") == "TEXTAREA"
    page.keyboard.press("Escape")
    assert page.evaluate(f"{WITHIN}.classList.contains('launch')")
