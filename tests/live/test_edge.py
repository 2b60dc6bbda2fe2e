"""The edge lets in who holds a grant, pushes what its topics hear, and lets readers resume."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from muhatap.live import bus, grants
from muhatap.live.edge import edge_app

KEY = b"k" * 32
ORIGIN = "http://desk.example"


def make_grant(*topics: str, now: float | None = None) -> str:
    return grants.issue(KEY, topics, now=time.time() if now is None else now)


def make_notice(seq: int, *topics: str) -> bus.Notice:
    return bus.Notice(seq=seq, kind="message.posted", case="26-00000-00000", topics=topics)


def send(data: Path, *notices: bus.Notice) -> None:
    bus.send(data, bus.Batch(notices[0].seq - 1, notices[-1].seq, notices))


@dataclass
class Edge:
    data: Path
    port: int


@pytest.fixture
def edge(tmp_path):
    config = uvicorn.Config(edge_app(data=tmp_path, key=KEY, origin=ORIGIN), log_level="warning")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Edge(tmp_path, listener.getsockname()[1])
        server.should_exit = True
        thread.join()


@contextmanager
def connected(edge: Edge, grant: str, since: int | None = None, origin: str | None = None):
    tail = "" if since is None else f"&since={since}"
    address = f"ws://127.0.0.1:{edge.port}/live/?grant={grant}{tail}"
    with connect(address, origin=origin, proxy=None) as browser:
        # The server answers the handshake before it subscribes.
        time.sleep(0.05)
        yield browser


def heard(browser) -> dict[str, object]:
    return json.loads(browser.recv(timeout=10))


def test_a_listener_hears_its_topics_and_no_others(edge):
    with connected(edge, make_grant("brand:1")) as browser:
        send(edge.data, make_notice(1, "brand:2"), make_notice(2, "brand:1"))
        assert heard(browser) == {
            "seq": 2,
            "kind": "message.posted",
            "case": "26-00000-00000",
        }


@pytest.mark.parametrize("grant", ["", "nonsense", "a.b", make_grant("brand:1", now=0)])
def test_without_a_valid_grant_there_is_no_connection(edge, grant):
    with pytest.raises(InvalidStatus), connected(edge, grant):
        pass


def test_another_site_is_refused_even_with_a_grant(edge):
    with (
        pytest.raises(InvalidStatus),
        connected(edge, make_grant("brand:1"), origin="https://evil.example"),
    ):
        pass


def test_our_own_pages_are_let_in(edge):
    with connected(edge, make_grant("brand:1"), origin=ORIGIN) as browser:
        send(edge.data, make_notice(1, "brand:1"))
        assert heard(browser)["seq"] == 1


def test_who_comes_back_hears_what_was_missed(edge):
    with connected(edge, make_grant("brand:1")) as browser:
        send(edge.data, *[make_notice(seq, "brand:1") for seq in (1, 2, 3)])
        assert heard(browser)["seq"] == 1
    with connected(edge, make_grant("brand:1"), since=1) as browser:
        assert [heard(browser)["seq"] for _ in range(2)] == [2, 3]


def test_who_was_away_too_long_is_told_to_read_anew(edge):
    with connected(edge, make_grant("brand:1")) as browser:
        send(edge.data, *(make_notice(seq, "brand:1") for seq in (50, 51)))
        heard(browser)
    with connected(edge, make_grant("brand:1"), since=3) as browser:
        assert heard(browser) == {"resync": True, "seq": 51}


def test_another_page_of_the_same_browser_adds_what_it_may_hear(edge):
    with connected(edge, make_grant("brand:1")) as browser:
        browser.send(make_grant("case:7"))
        browser.send(make_grant("brand:9", now=0))
        browser.send("nonsense")
        time.sleep(0.05)
        send(edge.data, make_notice(1, "brand:9"), make_notice(2, "case:7"))
        assert heard(browser)["seq"] == 2
        bus.send(edge.data, bus.Batch(0, 0, (), ("case:7", "case:8")))
        assert heard(browser) == {"kind": "told", "about": "case:7"}
