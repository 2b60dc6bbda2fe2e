"""Handing rows out as CSV, lines of JSON or Parquet, one after another and without a cap."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import batched, chain
from typing import Any, BinaryIO

from muhatap.kernel.parquet import write_parquet
from muhatap.reports.observations import DIMENSIONS, Observation

FORMATS = ("csv", "json", "parquet")
_AT_ONCE = 5000
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def row_of(seen: Observation) -> dict[str, Any]:
    """One observation as plain values; what differs by kind is one JSON text."""
    return {
        "kind": str(seen.kind),
        "subject": seen.subject,
        "at": seen.at.isoformat(),
        "on": seen.on.isoformat(),
        **{name: seen.place(name) for name in DIMENSIONS},
        "excluded": seen.excluded,
        "values": json.dumps(seen.values, ensure_ascii=False, sort_keys=True),
    }


def write_rows(rows: Iterable[Mapping[str, Any]], how: str, file: BinaryIO) -> int:
    """Write rows of the same columns in one of the formats; returns how many."""
    counted = _Counted(rows)
    match how:
        case "csv":
            for text in csv_lines(counted):
                file.write(text.encode())
        case "json":
            for row in counted:
                file.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")
        case "parquet":
            write_parquet((list(portion) for portion in batched(counted, _AT_ONCE)), file)
        case _:
            raise ValueError(how)
    return counted.count


def csv_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of CSV with a heading; a text that a spreadsheet would run stands behind an apostrophe."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    yield _line(first.keys())
    for row in chain([first], waiting):
        yield _line(row.values())


def _line(cells: Iterable[Any]) -> str:
    into = StringIO()
    csv.writer(into).writerow([_harmless(cell) for cell in cells])
    return into.getvalue()


def _harmless(cell: Any) -> Any:
    if isinstance(cell, (list, dict)):
        return json.dumps(cell)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


class _Counted:
    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self._rows:
            self.count += 1
            yield row
