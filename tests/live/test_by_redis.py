"""Notices between nodes by Redis: heard at once, caught up from the log after it was away, never doubled."""

import asyncio
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from muhatap.kernel import redis_line
from muhatap.live import between_nodes, bus, by_redis
from muhatap.live.hub import Hub
from tests.live.test_hub import Log, drain, make_notice

MINE = frozenset({"brand:1", "brand:2"})


@pytest.fixture
def node(settings, tmp_path):
    """A node beside this Redis, on a data folder of its own."""

    def at(url: str) -> None:
        settings.MUHATAP_BUS_URL, settings.MUHATAP_DATA = url, tmp_path
        redis_line._lines.clear()

    yield at
    for line in redis_line._lines.values():
        line.close()
    redis_line._lines.clear()


def in_a_loop(story):
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, story).result()


async def until(is_so) -> None:
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def tell(batch: bus.Batch) -> bool:
    return await asyncio.to_thread(by_redis.send, between_nodes.settings.MUHATAP_BUS_URL, batch)


def test_other_nodes_hear_at_once(redis_server, node):
    node(redis_server.url)
    log = Log()

    async def story():
        hub = Hub(log.recall)
        with hub.listening(MINE, 0) as listener:
            await hub.begin(listener)
            hearing = asyncio.create_task(between_nodes.hearing()(hub))
            await until(lambda: drain(listener))
            for _ in range(3):
                assert await tell(log.publish(4))
            await tell(bus.Batch(0, 0, (), ("brand:1",)))
            said = []
            await until(lambda: said.extend(drain(listener)) or len(said) >= 13)
            hearing.cancel()
            return said

    said = in_a_loop(story())
    assert [each["seq"] for each in said if "seq" in each] == list(range(1, 13))
    assert said[-1] == {"kind": "told", "about": "brand:1"}


def test_an_empty_restart_loses_and_doubles_nothing(redis_server, node):
    node(redis_server.url)
    log = Log()

    async def story():
        hub = Hub(log.recall)
        said = []
        with hub.listening(MINE, 0) as listener:
            await hub.begin(listener)
            hearing = asyncio.create_task(between_nodes.hearing()(hub))
            await until(lambda: drain(listener))
            await tell(log.publish(5))
            await until(lambda: said.extend(drain(listener)) or len(said) >= 5)
            await asyncio.to_thread(redis_server.stop)
            assert not await tell(log.publish(7))
            # Heard from the log while Redis is away.
            await until(lambda: said.extend(drain(listener)) or numbers(said) == list(range(1, 13)))
            await asyncio.to_thread(redis_server.start)
            await until(lambda: asked_again(said, drain(listener)))
            redis_line._lines.clear()
            assert await tell(log.publish(3))
            await until(lambda: said.extend(drain(listener)) or len(numbers(said)) >= 15)
            hearing.cancel()
        return said

    assert numbers(in_a_loop(story())) == list(range(1, 16))


def numbers(said: list[dict]) -> list[int]:
    return [each["seq"] for each in said if "seq" in each]


def asked_again(said: list[dict], more: list[dict]) -> bool:
    said.extend(more)
    return any(each.get("kind") == "told" for each in more)


def test_what_no_batch_is_disturbs_nobody(redis_server, node):
    node(redis_server.url)
    log = Log()

    async def story():
        hub = Hub(log.recall)
        with hub.listening(MINE, 0) as listener:
            await hub.begin(listener)
            hearing = asyncio.create_task(between_nodes.hearing()(hub))
            await until(lambda: drain(listener))
            line = redis_line.line_to(redis_server.url)
            await asyncio.to_thread(line.call, "PUBLISH", redis_line.name_of(redis_server.url, "live"), "?")
            await tell(log.publish(1))
            said = []
            await until(lambda: said.extend(drain(listener)) or said)
            hearing.cancel()
            return said

    assert numbers(in_a_loop(story())) == [1]


def test_a_nudge_wakes_the_work_of_another_node(redis_server, node):
    node(redis_server.url)
    woken, stopped = threading.Event(), threading.Event()
    thread = between_nodes.call_on_nudge(woken.set, stopped)
    until_then = time.monotonic() + 20
    while not woken.is_set() and time.monotonic() < until_then:
        between_nodes.nudge()
        woken.wait(0.05)
    stopped.set()
    thread.join()
    assert woken.is_set()


@pytest.mark.django_db
def test_without_redis_words_go_as_if_there_were_none(node, tmp_path, monkeypatch):
    node("redis://127.0.0.1:9/0")
    with bus.open_inbox(tmp_path, "live") as inbox:
        monkeypatch.setattr(between_nodes, "listening_address", lambda: "")
        between_nodes.tell(bus.Batch(6, 7, (make_notice(7),)))
        assert json.loads(inbox.recv(10_000))[:2] == [6, 7]
    assert "Error" in between_nodes.trouble()


def test_a_broken_line_is_left_alone_for_a_moment(node, monkeypatch):
    node("redis://127.0.0.1:9/0")
    line = redis_line.line_to("redis://127.0.0.1:9/0")
    with pytest.raises(redis_line.RedisAway):
        line.call("PING")
    tried = []
    monkeypatch.setattr(line._client, "execute_command", lambda *words: tried.append(words))
    with pytest.raises(redis_line.RedisAway, match="ConnectionError"):
        line.call("PING")
    assert tried == []


def test_desks_of_other_databases_do_not_hear_each_other():
    assert redis_line.name_of("redis://h/3", "live") != redis_line.name_of("redis://h/4", "live")
    assert redis_line.name_of("redis://h", "live") == redis_line.name_of("redis://h/0", "live")


def test_who_hears_nobody_for_long_lets_everybody_go(monkeypatch):
    let_go = []

    class Listeners:
        def let_all_go(self) -> None:
            let_go.append(clock[0])

    clock = [0]
    monkeypatch.setattr(between_nodes, "_now", lambda: clock[0])
    deaf = between_nodes._Deaf(Listeners())
    # A line that stood for long breaks, is tried again and again, and stands once more for a while.
    for now, began in ((100, 0), (105, 103), (119, 117), (125, 123), (200, 127), (210, 205), (215, 212)):
        clock[0] = now
        deaf.heard_nothing_since(began)
    assert let_go == [125]
