"""Whoever gets no socket hears the same by a stream or by a long question, on pages that the grant names."""

import json
import threading
import time
import urllib.error
import urllib.request

import pytest

from muhatap.live import bus, grants
from tests.live.test_edge import KEY, edge

SHOP = "https://www.magaza.example"

__all__ = ["edge"]


def granted(topic: str, origin: str = "") -> str:
    return grants.issue(KEY, [topic], now=time.time(), origin=origin)


def asked(edge, path: str, grant: str, origin: str | None = None):
    address = f"http://127.0.0.1:{edge.port}/live/{path}?grant={grant}"
    headers = {"Origin": origin} if origin else {}
    return urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10)


def whisper_soon(edge, topic: str) -> threading.Timer:
    timer = threading.Timer(0.3, lambda: bus.send(edge.data, bus.Batch(0, 0, (), (topic,))))
    timer.start()
    return timer


def test_a_long_question_is_answered_when_there_is_something(edge):
    timer = whisper_soon(edge, "chat:1")
    with asked(edge, "wait", granted("chat:1", SHOP), SHOP) as answer:
        assert json.load(answer) == {"frames": [{"kind": "told", "about": "chat:1"}]}
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    timer.join()


def test_a_stream_says_that_it_is_open_and_then_what_is_told(edge):
    with asked(edge, "events", granted("chat:1")) as stream:
        assert stream.readline() == b"event: open\n"
        bus.send(edge.data, bus.Batch(0, 0, (), ("chat:2", "chat:1")))
        lines = [stream.readline() for _ in range(3)]
    assert json.loads(lines[2].removeprefix(b"data: ")) == {"kind": "told", "about": "chat:1"}


@pytest.mark.parametrize("origin", ["https://evil.example", f"{SHOP}.evil.example", "null"])
@pytest.mark.parametrize("path", ["events", "wait"])
def test_another_page_hears_nothing_with_a_stolen_grant(edge, path, origin):
    with pytest.raises(urllib.error.HTTPError) as refused:
        asked(edge, path, granted("chat:1", SHOP), origin)
    assert refused.value.code == 403


def test_no_grant_no_word(edge):
    for grant in ("", "x", granted("chat:1")[:-2] + "00"):
        with pytest.raises(urllib.error.HTTPError):
            asked(edge, "wait", grant)


def test_a_grant_names_its_origin_and_is_read_back():
    grant = grants.read(KEY, granted("chat:1", SHOP), now=time.time())
    assert (grant.topics, grant.origin) == (frozenset({"chat:1"}), SHOP)
