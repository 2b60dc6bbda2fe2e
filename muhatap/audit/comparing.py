"""Holding the streams against the signed head logs: what was cut, lost or written anew since."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import batched, groupby
from pathlib import Path

from muhatap.audit.archived import away_among
from muhatap.audit.chain import stamp
from muhatap.audit.events import HeadsSigned
from muhatap.audit.findings import HEAD_LOG, Fault, Finding, Report
from muhatap.audit.heads import LogFile, SignedLog, UnreadableLog, first_previous, path_of, signed_message
from muhatap.audit.models import Event, HeadLog, Stream
from muhatap.kernel.facts import INSTALLATION
from muhatap.kernel.keyring import Keyring, UnknownKey

_AT_ONCE = 2000

# Stream id, length, kind, hash, number of the log.
Entry = tuple[int, int, str, str, int]


def head_logs(limit: int = 50) -> list[HeadLog]:
    """The newest head logs, newest first."""
    return list(HeadLog.objects.order_by("-number")[:limit])


def verify_heads(
    *, keyring: Keyring, folder: Path, progress: Callable[[int], object] = lambda streams: None
) -> Report:
    """Verify every log (file, row, order, signature), then that no stream is shorter or other than listed."""
    report = Report()
    with closing(sqlite3.connect("")) as listed:
        # An unnamed database of SQLite: on disk once it is large, gone when it is closed.
        listed.execute("CREATE TABLE head (id INTEGER, length INTEGER, kind TEXT, hash TEXT, log INTEGER)")
        report.add(_verify_logs(keyring, folder, listed, report))
        listed.execute("CREATE INDEX head_order ON head (id, length, log)")
        rows = listed.execute("SELECT id, length, kind, hash, log FROM head ORDER BY id, length, log")
        streams = (list(entries) for _, entries in groupby(rows, key=lambda row: row[0]))
        listed_and_there = 0
        for portion in batched(streams, _AT_ONCE):
            listed_and_there += _compare(portion, report)
            progress(len(portion))
        report.streams += listed_and_there
    claimed = Stream.objects.filter(signed_length__gt=0).count()
    if claimed > listed_and_there:
        detail = f"{claimed - listed_and_there} streams claim to be signed and stand in no log"
        report.add([_of_log(0, Fault.LOG_MISSING, detail)])
    return report


def _verify_logs(
    keyring: Keyring, folder: Path, listed: sqlite3.Connection, report: Report
) -> Iterator[Finding]:
    rows = {log.number: log for log in HeadLog.objects.order_by("number")}
    told = _told_in_the_chain()
    previous = first_previous()
    expected = 1
    for number in sorted(rows.keys() | told.keys()):
        if number != expected:
            yield _of_log(expected, Fault.LOG_MISSING, f"the next one is {number}")
        expected = number + 1
        row = rows.get(number)
        if row is None:
            yield _of_log(number, Fault.LOG_MISSING, "its row is gone")
            continue
        if told.get(number) != row.digest:
            yield _of_log(number, Fault.LOG_CHANGED, "the installation's stream tells of another digest")
        log = LogFile(path_of(folder, number))
        try:
            listed.executemany(
                "INSERT INTO head VALUES (?, ?, ?, ?, ?)",
                ((head.stream_id, head.length, head.kind, head.hash, number) for head in log),
            )
            yield from _differences(row, log.signed, previous, keyring)
        except UnreadableLog as error:
            is_there = path_of(folder, number).exists()
            yield _of_log(number, Fault.LOG_CHANGED if is_there else Fault.LOG_MISSING, str(error))
        previous = row.digest
        report.logs += 1


def _differences(row: HeadLog, log: SignedLog, previous: str, keyring: Keyring) -> Iterator[Finding]:
    if log.digest != row.digest:
        yield _of_log(row.number, Fault.LOG_CHANGED, "the file is not the one that was signed")
        return
    if (log.number, log.at, log.previous, log.streams, log.root) != (
        row.number,
        stamp(row.at),
        row.previous,
        row.streams,
        row.root,
    ) or row.previous != previous:
        yield _of_log(row.number, Fault.LOG_CHANGED, "it does not follow the log before it")
    signed_by = (row.key_id, row.fingerprint, row.signature)
    if (log.key_id, log.fingerprint, log.signature) != signed_by:
        yield _of_log(row.number, Fault.LOG_SIGNATURE, "file and row carry different signatures")
    elif not _is_signed(row, keyring):
        yield _of_log(row.number, Fault.LOG_SIGNATURE, "the signature is not this desk's")


def _is_signed(row: HeadLog, keyring: Keyring) -> bool:
    try:
        return keyring.fingerprint(row.key_id) == row.fingerprint and keyring.verify(
            row.key_id, signed_message(row.digest, row.root), bytes.fromhex(row.signature)
        )
    except (UnknownKey, ValueError):
        return False


def _told_in_the_chain() -> dict[int, str]:
    signed = Event.objects.filter(stream_id=INSTALLATION.object_id, kind=HeadsSigned.kind).order_by("seq")
    told: dict[int, str] = {}
    for content in signed.values_list("content", flat=True).iterator(chunk_size=_AT_ONCE):
        # One that cannot be read was changed, which the verification of its stream says.
        with suppress(ValueError, KeyError, TypeError):
            values = json.loads(content)
            told[int(values["number"])] = values["digest"]
    return told


def _compare(portion: Iterable[list[Entry]], report: Report) -> int:
    """Compare some streams with their entries; returns how many of them are there."""
    listed = {entries[0][0]: entries for entries in portion}
    streams = Stream.objects.in_bulk(list(listed))
    hashes = _hashes_at(listed, streams)
    for stream_id, entries in listed.items():
        _, length, kind, _, log = entries[-1]
        stream = streams.get(stream_id)
        if stream is None:
            detail = f"log {log} lists {length} events"
            report.add([Finding(kind, stream_id, 1, None, Fault.MISSING_STREAM, detail)])
            continue
        if stream.kind != kind:
            report.add([Finding(kind, stream_id, 1, None, Fault.CHANGED, f"it is a {stream.kind} now")])
        report.add(_stream_findings(stream, entries, hashes))
        if stream.signed_length > length:
            detail = f"it claims to be signed at {stream.signed_length}, log {log} says {length}"
            report.add([Finding(kind, stream_id, length + 1, None, Fault.LOG_MISSING, detail)])
    return len(streams)


def _stream_findings(
    stream: Stream, entries: list[Entry], hashes: dict[tuple[int, int], tuple[int, str]]
) -> Iterator[Finding]:
    good = 0
    for _, length, kind, head, log in entries:
        event_id, found = hashes.get((stream.id, length), (None, ""))
        if length > stream.length or event_id is None:
            seq = min(stream.length, length - 1) + 1
            yield Finding(kind, stream.id, seq, None, Fault.CUT, f"log {log} lists {length} events")
            return
        if found != head:
            first = good + 1
            where = f"between {first} and {length}" if first < length else "here"
            current = hashes.get((stream.id, first), (event_id if first == length else None, ""))[0]
            detail = f"log {log} lists another hash: written anew {where}"
            yield Finding(kind, stream.id, first, current, Fault.REWRITTEN, detail)
            return
        good = length


def _hashes_at(
    listed: dict[int, list[Entry]], streams: dict[int, Stream]
) -> dict[tuple[int, int], tuple[int, str]]:
    lengths = {entry[1] for entries in listed.values() for entry in entries}
    events = Event.objects.filter(stream_id__in=list(streams), seq__in=lengths)
    away = {
        (stream_id, row[2]): (row[0], row[13])
        for stream_id, rows in away_among(streams).rows.items()
        for row, _ in rows
        if row[2] in lengths
    }
    return away | {
        (stream_id, seq): (event_id, digest)
        for stream_id, seq, event_id, digest in events.values_list("stream_id", "seq", "id", "hash").iterator(
            chunk_size=_AT_ONCE
        )
    }


def _of_log(number: int, fault: Fault, detail: str) -> Finding:
    return Finding(HEAD_LOG, number, 0, None, fault, detail)
