"""Following one chain, event by event, and naming what does not fit: pure, fed by whoever reads the rows."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from muhatap.audit.chain import GENESIS, Link, link_hash
from muhatap.audit.findings import Fault, Finding

_TRIED_PLACES = 5000
# So many findings of one stream are looked into; more say nothing new.
_EXPLAINED = 20


@dataclass(frozen=True, slots=True)
class StoredLink:
    """An event as it stands in the table."""

    link: Link
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a follower asks about when something does not fit."""

    has_hash: Callable[[int, str], bool]
    homes_elsewhere: Callable[[StoredLink], list[tuple[str, int, int]]]
    length_now: Callable[[int], int]


@dataclass(slots=True)
class Follower:
    """Walks one stream in order of `seq`: `see` each row, then `end`."""

    kind: str
    stream_id: int
    length: int
    head: str
    ask: Surroundings
    findings: list[Finding] = field(default_factory=list)
    last: StoredLink | None = None
    _place: int = 0
    _shift: int = 0
    _before: str = ""
    _at_length: str = ""
    _last_is_bad: bool = False
    _last_home: int = 0
    _seam: tuple[StoredLink, StoredLink] | None = None

    def see(self, row: StoredLink) -> None:
        """Take the next row of the stream."""
        seq, expected = row.link.seq, self._place + 1
        if seq < expected:
            self._find(seq, row, Fault.INSERTED, "the place is taken twice")
            return
        if seq > expected:
            self._find(expected, None, Fault.REMOVED, _missing(seq - expected))
        bad = self._is_bad(row, after_gap=seq > expected)
        self._before = self.last.hash if self.last else GENESIS
        self._last_is_bad, self.last, self._place = bad, row, seq
        if seq == self.length:
            self._at_length = row.hash

    def end(self) -> list[Finding]:
        """What was found, after a look at the head and at what should have come."""
        reached = self._place + self._shift
        if reached < self.length:
            self._find(self._place + 1, None, Fault.CUT, _missing(self.length - reached))
            self._settle_seam(is_broken_again=False)
            return self.findings
        if self._shift:
            head_fits = self.last is not None and self.head == self.last.hash
        else:
            head_fits = self.head == self._at_length or (not self.length and self.head in {"", GENESIS})
            self._look_beyond_the_head()
        has_seam = self._seam is not None
        self._settle_seam(is_broken_again=not head_fits)
        if not head_fits and not has_seam and not self._last_is_bad:
            self._find(self.length, self.last, Fault.HEAD, "the head is not the last event's hash")
        return self.findings

    def _is_bad(self, row: StoredLink, *, after_gap: bool) -> bool:
        breaks = row.prev_hash != (self.last.hash if self.last else GENESIS)
        had_seam = self._seam is not None
        self._settle_seam(is_broken_again=breaks)
        if not self._fits(row, self._shift):
            return self._classify(row)
        if not breaks or after_gap or had_seam or self._last_is_bad:
            return False
        if self.last is None:
            self._find(row.link.seq, row, Fault.CHANGED, "it does not begin the chain")
            return True
        self._seam = (self.last, row)
        return False

    def _settle_seam(self, *, is_broken_again: bool) -> None:
        # Of two that do not join, the later was replaced if it does not join its successor either.
        if self._seam is not None:
            replaced = self._seam[1 if is_broken_again else 0]
            self._seam = None
            self._find(replaced.link.seq, replaced, Fault.CHANGED, "another event took its place")

    def _look_beyond_the_head(self) -> None:
        if self._place > self.length and self._place > (now := self.ask.length_now(self.stream_id)):
            self._find(now + 1, self.last, Fault.INSERTED, "it stands beyond the stream's head")

    def _classify(self, row: StoredLink) -> bool:
        seq = row.link.seq
        home = self._home_here(row)
        if home is None:
            return self._classify_stranger(row)
        changed_places = self._last_home == seq
        self._last_home = home
        if home == seq - 1 and not changed_places and self.last and row.prev_hash == self._before:
            self._shift = -1
            self.findings = [each for each in self.findings if each.seq != seq - 1]
            self._find(seq - 1, self.last, Fault.INSERTED)
            return False
        if home > seq and not self.ask.has_hash(self.stream_id, row.prev_hash):
            self._shift = home - seq
            self._find(seq, None, Fault.REMOVED, "what follows was renumbered")
            return False
        self._find(seq, row, Fault.MOVED, f"it belongs at {home}")
        return True

    def _classify_stranger(self, row: StoredLink) -> bool:
        homes = self.ask.homes_elsewhere(row) if len(self.findings) < _EXPLAINED else []
        for kind, stream_id, seq in homes:
            moved = replace(row.link, stream_kind=kind, stream_id=stream_id, seq=seq)
            if link_hash(moved, row.prev_hash) == row.hash:
                self._find(row.link.seq, row, Fault.MOVED, f"it belongs to {kind}:{stream_id} at {seq}")
                return True
        self._find(row.link.seq, row, Fault.CHANGED)
        return True

    def _home_here(self, row: StoredLink) -> int | None:
        if len(self.findings) >= _EXPLAINED:
            return None
        around = range(1, min(max(self.length, row.link.seq) + 2, _TRIED_PLACES))
        return next((seq for seq in around if self._fits(row, seq - row.link.seq)), None)

    def _fits(self, row: StoredLink, shift: int) -> bool:
        link = replace(row.link, seq=row.link.seq + shift) if shift else row.link
        return link_hash(link, row.prev_hash) == row.hash

    def _find(self, seq: int, row: StoredLink | None, fault: Fault, detail: str = "") -> None:
        event_id = row.link.event_id if row else None
        self.findings.append(Finding(self.kind, self.stream_id, seq, event_id, fault, detail))


def _missing(count: int) -> str:
    return f"{count} events are missing" if count > 1 else "one event is missing"
