"""No event is lost and none comes twice, whatever is dropped, however late somebody comes back."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from muhatap.live import hub as hubs
from muhatap.live.bus import Batch, Notice
from muhatap.live.hub import Hub

MINE = frozenset({"brand:1"})


def in_a_loop(story):
    """Run a coroutine to its end in a thread: a browser of an earlier test may keep a loop in this one."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, story).result()


def make_notice(seq: int) -> Notice:
    return Notice(seq, "message.posted", f"case-{seq}", ("brand:1",) if seq % 3 else ("brand:2",))


class Log:
    """The log of events: what is public so far."""

    def __init__(self, most: int = 10_000) -> None:
        self.notices: list[Notice] = []
        self.most = most
        self.asked = 0

    def publish(self, count: int) -> Batch:
        after = len(self.notices)
        new = [make_notice(after + number) for number in range(1, count + 1)]
        self.notices += new
        return Batch(after, after + count, tuple(new))

    async def recall(self, after: int) -> Batch | None:
        self.asked += 1
        found = self.notices[after:]
        await asyncio.sleep(0)
        if len(found) > self.most:
            return None
        return Batch(after, after + len(found), tuple(found))


def drain(listener) -> list[dict]:
    said = []
    while not listener.waiting.empty():
        said.append(json.loads(listener.waiting.get_nowait()))
    return said


def seqs(said: list[dict]) -> list[int]:
    return [each["seq"] for each in said]


def wanted(log: Log, since: int) -> list[int]:
    return [notice.seq for notice in log.notices[since:] if MINE & set(notice.topics)]


steps = st.lists(
    st.tuples(
        st.sampled_from(("heard", "dropped", "doubled", "leaves", "comes", "restart")), st.integers(1, 4)
    ),
    max_size=30,
)


@given(steps)
def test_every_notice_once_and_in_order_whatever_happens(story):
    """Datagrams are dropped or doubled, the process starts anew, the page goes and comes back."""

    async def live() -> None:
        log = Log()
        hub, heard, listener, stack = Hub(log.recall), [], None, None
        log.publish(3)
        since, earlier = 3, None
        for what, count in story:
            if what == "comes" and listener is None:
                stack = hub.listening(MINE, since)
                listener = stack.__enter__()
                await hub.begin(listener)
            elif what in {"leaves", "restart"}:
                if listener is not None:
                    heard += seqs(drain(listener))
                    since = max([since, *heard])
                    stack.__exit__(None, None, None)
                    listener = None
                if what == "restart":
                    hub = Hub(log.recall)
            elif what in {"heard", "doubled", "dropped"}:
                batch = log.publish(count)
                if what != "dropped":
                    await hub.hear(batch)
                if what == "doubled":
                    await hub.hear(batch)
                    if earlier is not None:
                        await hub.hear(earlier)
                earlier = batch
        if listener is None:
            stack = hub.listening(MINE, since)
            listener = stack.__enter__()
            await hub.begin(listener)
        # Something comes at last, and with it whatever was dropped before.
        await hub.hear(log.publish(1))
        heard += seqs(drain(listener))
        assert heard == wanted(log, 3)

    in_a_loop(live())


def test_a_process_that_has_just_started_asks_the_log():
    async def live() -> None:
        log = Log()
        log.publish(10)
        hub = Hub(log.recall)
        with hub.listening(MINE, 4) as listener:
            await hub.begin(listener)
            assert seqs(drain(listener)) == [5, 7, 8, 10]

    in_a_loop(live())


def test_a_page_that_has_just_been_read_is_told_nothing_old():
    async def live() -> None:
        log = Log()
        hub = Hub(log.recall)
        await hub.hear(log.publish(10))
        with hub.listening(MINE, 0) as listener:
            await hub.begin(listener)
            assert drain(listener) == []

    in_a_loop(live())


def test_who_was_away_for_very_long_reads_anew_and_goes_on_from_there():
    async def live() -> None:
        log = Log(most=5)
        hub = Hub(log.recall)
        log.publish(20)
        await hub.hear(log.publish(1))
        with hub.listening(MINE, 2) as listener:
            await hub.begin(listener)
            assert drain(listener) == [{"resync": True, "seq": 21}]
            await hub.hear(log.publish(1))
            assert seqs(drain(listener)) == [22]

    in_a_loop(live())


def test_a_gap_that_nobody_can_fill_makes_pages_read_anew():
    async def live() -> None:
        log = Log()
        hub = Hub()
        await hub.hear(log.publish(2))
        with hub.listening(MINE, 2) as listener:
            await hub.begin(listener)
            log.publish(3)
            await hub.hear(log.publish(2))
            assert drain(listener)[0] == {"resync": True, "seq": 5}

    in_a_loop(live())


def test_a_listener_that_does_not_keep_up_is_let_go(monkeypatch):
    monkeypatch.setattr(hubs, "_WAITING", 3)

    async def live() -> None:
        log = Log()
        hub = Hub(log.recall)
        with hub.listening(MINE, 0) as listener:
            await hub.begin(listener)
            await hub.hear(log.publish(30))
            assert listener.is_lost

    in_a_loop(live())


def test_a_word_to_a_person_reaches_only_her():
    async def live() -> None:
        hub = Hub()
        with (
            hub.listening(frozenset({"staff:1"}), 0) as hers,
            hub.listening(frozenset({"staff:2"}), 0) as other,
        ):
            await hub.begin(hers)
            await hub.begin(other)
            await hub.hear(Batch(0, 0, (), ("staff:1",)))
            assert drain(hers) == [{"kind": "told", "about": "staff:1"}]
            assert drain(other) == []

    in_a_loop(live())


def test_a_deaf_process_lets_everybody_go():
    async def story():
        hub = Hub()
        with hub.listening(MINE, 0) as listener:
            await hub.begin(listener)
            hub.let_all_go()
            return listener.is_lost and listener.let_go.is_set()

    assert in_a_loop(story())
