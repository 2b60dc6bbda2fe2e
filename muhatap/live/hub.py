"""Who listens in a process, what they were told last, and what they missed: no event lost, none twice."""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from muhatap.live.bus import Batch, Notice

REMEMBERED = 2000
# Ids only: a page that was away may get all that is remembered, and some more meanwhile.
_WAITING = 2 * REMEMBERED

# What became public after a number, from the log of events; None where that is too much to tell one by one.
Recall = Callable[[int], Awaitable[Batch | None]]

RESYNC = "resync"
TOLD = "told"


@dataclass(slots=True, eq=False)
class Listener:
    """One connection: what it may hear, what waits for it, and the last number that it was given."""

    topics: frozenset[str]
    last: int = 0
    waiting: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(_WAITING))
    is_lost: bool = False
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    def give(self, notice: Notice, frame: str) -> None:
        """Pass on a notice that it may hear and has not heard."""
        if notice.seq > self.last and not self.topics.isdisjoint(notice.topics):
            self.last = notice.seq
            self.put(frame)

    def put(self, frame: str) -> None:
        """Let something wait for it; one that does not keep up is lost."""
        try:
            self.waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.is_lost = True


class Hub:
    """The listeners of this process, and the last notices for those who come back.

    `recall` reads the log of events; without it only what is remembered here can be told again.
    """

    def __init__(self, recall: Recall | None = None) -> None:
        self._recall = recall
        self._listeners: set[Listener] = set()
        self._recent: deque[Notice] = deque()
        # Everything public above `_floor` and up to `_head` is remembered; None: nothing was heard yet.
        self._floor: int | None = None
        self._head = 0

    async def hear(self, batch: Batch) -> None:
        """Pass a batch on; where one before it is missing, read that from the log first."""
        if batch.topics:
            self._whisper(batch.topics)
        if not batch.notices and batch.upto <= self._head:
            return
        if self._floor is None:
            self._floor = self._head = batch.after
        elif batch.after > self._head:
            await self.catch_up()
        if batch.after > self._head:
            self._lose_the_thread(batch.after)
        self._take(batch)

    async def catch_up(self) -> None:
        """Read from the log what became public since this process last heard, for all who listen."""
        if self._floor is None or self._recall is None:
            return
        missed = await self._recall(self._head)
        if missed is not None:
            self._take(missed)

    def _take(self, batch: Batch) -> None:
        for notice in batch.notices:
            if notice.seq <= self._head:
                continue
            self._recent.append(notice)
            # Written once, however many hear it.
            frame = _frame_of(notice)
            for listener in self._listeners:
                listener.give(notice, frame)
        self._head = max(self._head, batch.upto)
        while len(self._recent) > REMEMBERED:
            self._floor = self._recent.popleft().seq

    def _lose_the_thread(self, after: int) -> None:
        """Nobody knows what came between: let every page read itself anew."""
        self._recent.clear()
        self._floor = self._head = after
        for listener in self._listeners:
            listener.last = max(listener.last, after)
            listener.put(json.dumps({RESYNC: True, "seq": after}))

    def ask_again(self) -> None:
        """After a break: words without a number may have been lost, so every page asks what is true now."""
        self._whisper(tuple({topic for listener in self._listeners for topic in listener.topics}))

    def let_all_go(self) -> None:
        """This process has been deaf for long: let everybody come back, by a balancer to one that hears."""
        for listener in self._listeners:
            listener.is_lost = True
            listener.let_go.set()

    def _whisper(self, topics: tuple[str, ...]) -> None:
        for topic in topics:
            frame = json.dumps({"kind": TOLD, "about": topic})
            for listener in self._listeners:
                if topic in listener.topics:
                    listener.put(frame)

    @contextlib.contextmanager
    def listening(self, topics: frozenset[str], since: int) -> Iterator[Listener]:
        """A listener that hears from now on what these topics are told after `since`."""
        listener = Listener(topics, since)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def begin(self, listener: Listener) -> None:
        """Give a listener what it missed, then everything as it comes."""
        covered = listener.last
        while covered and (self._floor is None or covered < self._floor):
            missed = await self._recall(covered) if self._recall else None
            if missed is None:
                covered = listener.last = max(covered, self._head)
                listener.put(json.dumps({RESYNC: True, "seq": covered}))
                break
            for notice in missed.notices:
                listener.give(notice, _frame_of(notice))
            covered = missed.upto
            if self._floor is None:
                # What this process hears next must join what the log just said.
                self._floor = self._head = covered
        # From here to the end nothing else can run, so nothing falls between memory and now.
        for notice in self._recent if listener.last else ():
            listener.give(notice, _frame_of(notice))
        self._listeners.add(listener)


def _frame_of(notice: Notice) -> str:
    return json.dumps({"seq": notice.seq, "kind": notice.kind, "case": notice.case})
