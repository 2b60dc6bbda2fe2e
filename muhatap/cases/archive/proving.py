"""Holding the archive's files against what the chain says of them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db.models import Count, Q

from muhatap.audit.events import ArchiveSealed
from muhatap.audit.findings import ARCHIVE, Fault, Finding
from muhatap.audit.merkle import Tree
from muhatap.audit.models import ArchivedStream, ArchiveSet, Event
from muhatap.cases.archive import places
from muhatap.kernel.canonical import canonical

_AT_ONCE = 1000


def list_path(path: str) -> str:
    """Where the list of a part lies: beside it."""
    return path.removesuffix(".parquet") + ".json"


def root_of(cases: list[list]) -> str:
    """The Merkle root (hex, RFC 9162) over a part's cases: stream, length, head, place, size, digest each."""
    tree = Tree()
    for case in cases:
        tree.add(canonical(case))
    return tree.root().hex()


def archive_findings() -> Iterator[Finding]:
    """Every part that is missing or changed, and every one of which row and chain tell differently."""
    told = dict(_told())
    for row in ArchiveSet.objects.order_by("id").iterator(chunk_size=_AT_ONCE):
        if told.pop(row.path, None) != (row.sha256, row.list_sha256, row.root):
            yield _finding(row, "the brand's stream tells of another file")
        yield from (_finding(row, detail) for detail in _part_faults(row))
    for path in sorted(told):
        yield Finding(ARCHIVE, 0, 0, None, Fault.ARCHIVE, f"{path}: its row is gone")


def _part_faults(row: ArchiveSet) -> Iterator[str]:
    for path, expected in ((row.path, row.sha256), (list_path(row.path), row.list_sha256)):
        try:
            if hashlib.sha256(places.read(path)).hexdigest() != expected:
                yield f"{path} was changed"
        except places.NoSuchPart:
            yield f"{path} is missing"
    with suppress(places.NoSuchPart, ValueError, KeyError, TypeError):
        cases = json.loads(places.read(list_path(row.path)))["cases"]
        if root_of(cases) != row.root:
            yield "the root is not that of its list"
        listed = {int(case[0]): (case[1], case[3], case[4]) for case in cases}
        ledger = ArchivedStream.objects.filter(set_id=row.id)
        for key, *place in ledger.values_list("stream_id", "length", "place", "size"):
            if listed.get(key) != tuple(place):
                yield f"case {key} is not where the list says"


def _told() -> Iterator[tuple[str, tuple[str, str, str]]]:
    events = Event.objects.filter(kind=ArchiveSealed.kind).order_by("id")
    for content in events.values_list("content", flat=True).iterator(chunk_size=_AT_ONCE):
        # One that cannot be read was changed, which the verification of its stream says.
        with suppress(ValueError, KeyError, TypeError):
            values = json.loads(content)
            yield values["path"], (values["sha256"], values["list_sha256"], values["root"])


def _finding(row: ArchiveSet, detail: str) -> Finding:
    return Finding(ARCHIVE, row.id, 0, None, Fault.ARCHIVE, f"{row.path}: {detail}")


def parts() -> Iterator[dict[str, Any]]:
    """Each file: path, size in bytes, cases in it, those it still holds, and those of them that are back."""
    ledger = ArchivedStream.objects.values("set_id").order_by()
    held = {
        row["set_id"]: (row["held"], row["back"])
        for row in ledger.annotate(held=Count("stream_id"), back=Count("stream_id", filter=Q(is_back=True)))
    }
    for row in ArchiveSet.objects.order_by("path").iterator(chunk_size=_AT_ONCE):
        here, back = held.get(row.id, (0, 0))
        yield {"path": row.path, "size": row.size, "cases": row.cases, "held": here, "back": back}
