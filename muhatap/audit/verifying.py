"""Proving the record: every link, every digest, every head, and the tables against their events."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, chain, groupby
from typing import Any, Protocol

from django.db.models import Exists, OuterRef

from muhatap.audit.archived import Row, away_among
from muhatap.audit.chain import Link
from muhatap.audit.contents import Contents
from muhatap.audit.findings import LOOSE_CONTENT, Fault, Finding, Report
from muhatap.audit.following import Follower, StoredLink, Surroundings
from muhatap.audit.models import ErasableContent, Event, Stream
from muhatap.audit.recording import kinds_of_facts

_STREAMS_AT_ONCE = 500
_EVENTS_AT_ONCE = 2000
_LISTED_ORPHANS = 100
_LOOKED_AT_TWICE = 50
_COLUMNS = (
    "id", "stream_id", "seq", "kind", "schema", "at", "brand_id", "actor_kind", "actor_id", "actor_label",
    "content", "digests", "prev_hash", "hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProvenEvent:
    """An event as a check sees it: its values in today's schema, without what was erased."""

    stream_id: int
    seq: int
    event_id: int
    kind: str
    at: datetime
    actor: tuple[str, int | None]
    values: Mapping[str, Any]


class Check(Protocol):
    """Compares the tables of one domain with the events of some streams."""

    stream_kind: str

    def __call__(self, streams: Mapping[int, list[ProvenEvent]]) -> Iterable[Finding]:
        """What does not agree, for whole streams of `stream_kind`."""


def verify_stream(stream_id: int, checks: Iterable[Check] = ()) -> Report:
    """Verify one stream; an unknown id is a finding."""
    if not Stream.objects.filter(id=stream_id).exists() and not _has_events(stream_id):
        return Report(found=1, findings=[Finding("", stream_id, 0, None, Fault.MISSING_STREAM)])
    return verify_streams(above=stream_id - 1, up_to=stream_id, checks=checks)


def verify_streams(
    *,
    above: int | None = None,
    up_to: int | None = None,
    checks: Iterable[Check] = (),
    progress: Callable[[int], object] = lambda streams: None,
) -> Report:
    """Verify the streams with ids in (above, up_to]; without limits all of them, in bounded memory."""
    verifier = _Verifier(tuple(checks))
    for low, high, streams in _portions(above, up_to):
        verifier.verify(low, high, streams)
        progress(len(streams))
    verifier.compare()
    return verifier.report


def stream_bounds(streams_each: int) -> list[int]:
    """Stream ids that cut the record into parts of about so many streams, for several processes."""
    ids = Stream.objects.order_by("id").values_list("id", flat=True).iterator(chunk_size=5000)
    return [stream_id for index, stream_id in enumerate(ids, 1) if index % streams_each == 0]


def orphaned_content() -> list[Finding]:
    """Erasable content whose event is gone: the event was removed, or got another id."""
    gone = ErasableContent.objects.exclude(Exists(Event.objects.filter(id=OuterRef("event_id"))))
    ids = gone.order_by("event_id").values_list("event_id", flat=True)[:_LISTED_ORPHANS]
    return [
        Finding(LOOSE_CONTENT, 0, 0, event_id, Fault.REMOVED, "content without its event") for event_id in ids
    ]


class _Verifier:
    """Follows streams one after the other and hands whole ones to the checks."""

    def __init__(self, checks: tuple[Check, ...], *, is_second_look: bool = False) -> None:
        self._is_second_look = is_second_look
        self.report = Report()
        self._checks = checks
        self._checked_kinds = {check.stream_kind for check in checks}
        self._kinds = kinds_of_facts()
        self._gathered: dict[int, list[ProvenEvent]] = {}
        self._gathered_kinds: dict[int, str] = {}
        self._gathered_events = 0

    def verify(self, low: int | None, high: int | None, streams: dict[int, Stream]) -> None:
        """Verify all events between two stream ids (low exclusive), and that every stream has its own."""
        silent, away = dict(streams), away_among(streams)
        for stream_id, rows in groupby(_rows(low, high), key=lambda pair: pair[0][1]):
            stream = silent.pop(stream_id, None)
            # What came back since the archive was read stands in both.
            before = away.rows.pop(stream_id, [])
            rows = chain(before, (pair for pair in rows if pair[0][2] > len(before)))
            if stream is None:
                first, _ = next(rows)
                self.report.add([Finding("unknown", stream_id, first[2], first[0], Fault.UNKNOWN_STREAM)])
                continue
            self._follow(stream, rows)
        self._follow_silent(silent, away.rows, away.broken)

    def _follow_silent(
        self, silent: dict[int, Stream], rows: dict[int, list[Row]], broken: dict[int, str]
    ) -> None:
        """Follow the streams that have no event in the table; it may have gone to the archive just now."""
        unread = {key: each for key, each in silent.items() if key not in rows and key not in broken}
        again = away_among(unread)
        broken, rows = broken | again.broken, rows | again.rows
        for stream in silent.values():
            if stream.id in broken:
                detail = broken[stream.id]
                self.report.streams += 1
                self.report.add([Finding(stream.kind, stream.id, 1, None, Fault.ARCHIVE, detail)])
            else:
                self._follow(stream, rows.get(stream.id, ()))

    def compare(self) -> None:
        """Let the checks look at what was gathered."""
        gathered, self._gathered = self._gathered, {}
        self._gathered_events = 0
        for check in self._checks:
            mine = {sid: ev for sid, ev in gathered.items() if self._gathered_kinds[sid] == check.stream_kind}
            if mine:
                self.report.add(self._confirmed(check, list(check(mine))))
        self._gathered_kinds = {}

    def _confirmed(self, check: Check, findings: list[Finding]) -> list[Finding]:
        # The desk goes on while it is verified: a table may have been read later than its events.
        suspects = {finding.stream_id for finding in findings}
        if self._is_second_look or len(suspects) > _LOOKED_AT_TWICE:
            return findings
        confirmed: list[Finding] = []
        for stream_id in sorted(suspects):
            again = _Verifier((check,), is_second_look=True)
            for low, high, streams in _portions(stream_id - 1, stream_id):
                again.verify(low, high, streams)
            again.compare()
            confirmed += again.report.findings
        return confirmed

    def _follow(self, stream: Stream, rows: Iterable[tuple[tuple, str | None]]) -> None:
        follower = Follower(stream.kind, stream.id, stream.length, stream.head, _ASK)
        contents = Contents(stream, self._kinds)
        gathered: list[ProvenEvent] | None = [] if stream.kind in self._checked_kinds else None
        for row, salted in rows:
            follower.see(_stored(row, stream.kind))
            values = contents.see(row, salted)
            self.report.events += 1
            if gathered is not None and values is not None:
                gathered.append(
                    ProvenEvent(stream.id, row[2], row[0], row[3], row[5], (row[7], row[8]), values)
                )
        findings = follower.end() + contents.end()
        self.report.streams += 1
        self.report.erased += contents.erased
        if findings:
            self.report.add(sorted(findings, key=lambda each: each.seq))
        elif gathered is not None:
            self._gather(stream, gathered)

    def _gather(self, stream: Stream, events: list[ProvenEvent]) -> None:
        self._gathered[stream.id] = events
        self._gathered_kinds[stream.id] = stream.kind
        self._gathered_events += len(events)
        if self._gathered_events >= _EVENTS_AT_ONCE:
            self.compare()


def _portions(
    above: int | None, up_to: int | None
) -> Iterator[tuple[int | None, int | None, dict[int, Stream]]]:
    low = above
    while True:
        found = Stream.objects.order_by("id")
        found = found if low is None else found.filter(id__gt=low)
        found = found if up_to is None else found.filter(id__lte=up_to)
        streams = {stream.id: stream for stream in found[:_STREAMS_AT_ONCE]}
        is_last = len(streams) < _STREAMS_AT_ONCE
        high = up_to if is_last else max(streams)
        yield low, high, streams
        if is_last:
            return
        low = high


def _rows(low: int | None, high: int | None) -> Iterator[tuple[tuple, str | None]]:
    found = Event.objects.order_by("stream_id", "seq", "id").values_list(*_COLUMNS)
    found = found if low is None else found.filter(stream_id__gt=low)
    found = found if high is None else found.filter(stream_id__lte=high)
    for rows in batched(found.iterator(chunk_size=_EVENTS_AT_ONCE), _EVENTS_AT_ONCE):
        salted = dict(
            ErasableContent.objects.filter(event_id__in=[row[0] for row in rows]).values_list(
                "event_id", "fields"
            )
        )
        for row in rows:
            yield row, salted.get(row[0])


def _stored(row: tuple, stream_kind: str) -> StoredLink:
    (event_id, stream_id, seq, kind, schema, at, _, actor_kind, actor_id, actor_label, content, digests,
     prev_hash, own_hash) = row  # fmt: skip
    link = Link(
        event_id, stream_kind, stream_id, seq, kind, schema, at,
        actor_kind, actor_id, actor_label, content, digests,
    )  # fmt: skip
    return StoredLink(link, prev_hash, own_hash)


def _has_events(stream_id: int) -> bool:
    return Event.objects.filter(stream_id=stream_id).exists()


def _has_hash(stream_id: int, digest: str) -> bool:
    return Event.objects.filter(stream_id=stream_id, hash=digest).exists()


def _homes_elsewhere(row: StoredLink) -> list[tuple[str, int, int]]:
    """Where else a row may have stood: after its predecessor, or where its content says."""
    before = Event.objects.filter(hash=row.prev_hash).exclude(stream_id=row.link.stream_id)
    places = [(stream_id, seq + 1) for stream_id, seq in before.values_list("stream_id", "seq")[:5]]
    try:
        values = json.loads(row.link.content)
        named = [int(values[name]) for name in ("case", "brand", "customer") if values.get(name)] + [0]
    except (ValueError, TypeError, AttributeError):
        named = []
    places += [(stream_id, seq) for stream_id in named for seq in {1, row.link.seq}]
    kinds = ("case", "brand", "customer", "installation")
    return [(kind, stream_id, seq) for stream_id, seq in places for kind in kinds]


def _length_now(stream_id: int) -> int:
    return Stream.objects.filter(id=stream_id).values_list("length", flat=True).first() or 0


_ASK = Surroundings(_has_hash, _homes_elsewhere, _length_now)
