"""Chains in memory, as a table would hold them, and the ways in which somebody may meddle with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from muhatap.audit.chain import GENESIS, Link, link_hash
from muhatap.audit.findings import Finding
from muhatap.audit.following import Follower, StoredLink, Surroundings

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
STREAM = 7001


def make_chain(length: int, stream_id: int = STREAM) -> list[StoredLink]:
    """A sound chain of a case."""
    rows: list[StoredLink] = []
    for seq in range(1, length + 1):
        link = Link(
            event_id=stream_id * 1000 + seq,
            stream_kind="case",
            stream_id=stream_id,
            seq=seq,
            kind="case.moved",
            schema=1,
            at=START + timedelta(minutes=seq),
            actor_kind="staff",
            actor_id=12,
            actor_label="",
            content=f'{{"brand":"1","case":"{stream_id}","n":{seq}}}',
            digests="",
        )
        rows.append(chained(link, rows[-1].hash if rows else GENESIS))
    return rows


def chained(link: Link, prev_hash: str) -> StoredLink:
    """A row that fits after a hash."""
    return StoredLink(link, prev_hash, link_hash(link, prev_hash))


def at_place(row: StoredLink, seq: int) -> StoredLink:
    """The same row with another `seq` and nothing else changed."""
    return replace(row, link=replace(row.link, seq=seq))


def follow(
    rows: list[StoredLink], *, length: int, head: str, others: tuple[StoredLink, ...] = ()
) -> list[Finding]:
    """What a follower finds in these rows; `others` are the rows of other streams."""
    hashes = {row.hash for row in rows}
    ask = Surroundings(
        has_hash=lambda stream_id, digest: digest in hashes,
        homes_elsewhere=lambda row: [
            (other.link.stream_kind, other.link.stream_id, other.link.seq + 1)
            for other in others
            if other.hash == row.prev_hash
        ],
        length_now=lambda stream_id: length,
    )
    follower = Follower("case", STREAM, length, head, ask)
    for row in sorted(rows, key=lambda each: each.link.seq):
        follower.see(row)
    return follower.end()


def places(findings: list[Finding]) -> list[tuple[int, str]]:
    """Where and what, in the order of the stream."""
    return sorted((finding.seq, finding.fault.value) for finding in findings)
