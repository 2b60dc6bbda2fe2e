"""Reading and checking what was signed for the public."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings

from muhatap.audit.models import Event, Stream
from muhatap.brands.models import Brand
from muhatap.kernel.canonical import canonical
from muhatap.kernel.keyring import UnknownKey
from muhatap.reports import disclosing
from muhatap.reports.catalogue import RULES
from muhatap.reports.events import DaySealed
from muhatap.reports.models import PublishedReport, Snapshot

GENESIS = "0" * 64
_HASH = 32


class Counted(NamedTuple):
    """Where a case stands in the tree of its day: its hash, place, how many there are, and the path."""

    snapshot: Snapshot
    leaf: str
    index: int
    size: int
    path: tuple[str, ...]


def snapshot_of(brand: Brand, day: date | None = None) -> Snapshot | None:
    """What was signed for a day, else for the newest one."""
    rows = Snapshot.objects.filter(brand=brand).defer("leaves")
    return rows.filter(day=day).first() if day else rows.order_by("-number").first()


def snapshots_of(brand: Brand, most: int = 366) -> list[Snapshot]:
    """The newest snapshots, the newest first."""
    return list(Snapshot.objects.filter(brand=brand).defer("leaves").order_by("-number")[:most])


def reports_of(brand: Brand) -> list[PublishedReport]:
    """The published reports, the newest first."""
    return list(PublishedReport.objects.filter(brand=brand).order_by("-since"))


def report_since(brand: Brand, since: date) -> PublishedReport | None:
    """The published report that begins with this day."""
    return PublishedReport.objects.filter(brand=brand, since=since).first()


def counted_case(brand: Brand, number: str, code: str, since: date) -> Counted | None:
    """The place of a receipt in the tree of the day on which its case came, or of the days after.

    A case that came just before midnight may be counted on the next day where zones differ.
    """
    leaf = disclosing.leaf_of(number, code)
    rows = Snapshot.objects.filter(brand=brand, day__gte=since, day__lte=since + timedelta(days=1))
    for snapshot in rows.order_by("day"):
        leaves = leaves_of(snapshot)
        if leaf in leaves:
            index = leaves.index(leaf)
            path = tuple(each.hex() for each in disclosing.tree_of(leaves, index).path())
            return Counted(snapshot, leaf.hex(), index, len(leaves), path)
    return None


def leaves_of(snapshot: Snapshot) -> list[bytes]:
    """The hashes under the root of a snapshot."""
    packed = bytes(snapshot.leaves)
    return [packed[start : start + _HASH] for start in range(0, len(packed), _HASH)]


def document_of(snapshot: Snapshot | PublishedReport) -> dict[str, Any]:
    """What was signed, as plain values."""
    return json.loads(snapshot.content)


def told(snapshot: Snapshot | PublishedReport) -> dict[str, Any]:
    """What was signed with its signature; `signed` is the text over which it was made, byte for byte."""
    return {
        "document": document_of(snapshot),
        "signed": snapshot.content,
        "digest": snapshot.digest,
        "fingerprint": snapshot.fingerprint,
        "signature": snapshot.signature,
    }


def faults(brand: Brand, *, anew: int = 0) -> Iterator[tuple[date, str]]:
    """What is wrong with the chain of a brand: each day with a code; the last `anew` days are computed again.

    Codes: `digest`, `signature`, `key`, `previous`, `receipts`, `record`, `figures`, `rules`.
    """
    recorded = _recorded(brand)
    previous, rows = GENESIS, list(Snapshot.objects.filter(brand=brand).order_by("number"))
    for place, row in enumerate(rows):
        for code in _faults_of(row, previous, place + 1):
            yield row.day, code
        if recorded.get(row.day.isoformat()) != row.digest:
            yield row.day, "record"
        if place >= len(rows) - anew:
            yield from ((row.day, code) for code in _anew(row))
        previous = row.digest
    for day in sorted(set(recorded) - {row.day.isoformat() for row in rows}):
        yield date.fromisoformat(day), "record"


def is_signed(row: Snapshot | PublishedReport) -> bool:
    """Whether our own key signed what is kept; UnknownKey where the keyring does not hold it any more."""
    signature = bytes.fromhex(row.signature)
    return settings.MUHATAP_KEYRING.verify(row.key_id, row.content.encode(), signature)


def _faults_of(row: Snapshot, previous: str, number: int) -> Iterator[str]:
    if sha256(row.content.encode()).hexdigest() != row.digest:
        yield "digest"
    try:
        if not is_signed(row):
            yield "signature"
    except UnknownKey:
        yield "key"
    document = document_of(row)
    if (document["previous"], document["number"], document["day"]) != (
        previous,
        number,
        row.day.isoformat(),
    ):
        yield "previous"
    if disclosing.tree_of(leaves_of(row)).root().hex() != document["cases_of_the_day"]["root"]:
        yield "receipts"


def _anew(row: Snapshot) -> Iterator[str]:
    document = document_of(row)
    if document["rules"] != RULES:
        yield "rules"
        return
    chained = {name: document[name] for name in ("number", "previous")}
    again = disclosing.disclosed_day(row.brand, row.day).document | chained
    if canonical(again).decode() != row.content:
        yield "figures"


def _recorded(brand: Brand) -> dict[str, str]:
    """By day the digest that the brand's own chain of events names."""
    streams: Sequence[int] = list(
        Stream.objects.filter(kind="brand", id=brand.id).values_list("id", flat=True)
    )
    rows = Event.objects.filter(stream_id__in=streams, kind=DaySealed.kind).values_list("content", flat=True)
    contents = [json.loads(content) for content in rows]
    return {each["day"]: each["digest"] for each in contents}
