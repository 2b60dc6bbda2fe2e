"""Writes `docs/benchmarks.md` from the newest kept results, missed aims included.

python -m bench.page            write the page
python -m bench.page --check    1 where the page is not what the kept results say
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
_NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL", "": "no database"}
_WORDS = ROOT / "bench" / "page.md"
_CPU = re.compile(r"([\d.]+) ms CPU a (case|mail)")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one run."""

    cases: int
    database: str
    run: str
    figure: dict[str, Any]

    @property
    def key(self) -> tuple[int, str, str]:
        """What it measures; a newer figure of the same key takes its place."""
        return self.cases, self.database, self.figure["name"]

    @property
    def is_met(self) -> bool | None:
        """Whether the aim is reached; None where there is none, or none for this database."""
        return is_met(self.figure, self.database)


def is_met(figure: dict[str, Any], database: str) -> bool | None:
    """Whether a figure reaches its aim, as the aim is written: `≥ 400/s`, `p50 ≤ 30 ms`, `… of the limit`."""
    aim = figure.get("aim") or ""
    if "embedded" in aim and database != "sqlite":
        return None
    found = re.search(r"([≤≥]) ([\d.,]+)", aim) or re.search(r"(:) ([\d.,]+)/s", aim)
    if found is None:
        return None
    wanted = float(found[2].replace(",", ""))
    value = ratio_of(figure) if "of the limit" in aim else figure["value"]
    if value is None:
        return None
    return value <= wanted if found[1] == "≤" else value >= wanted


def ratio_of(figure: dict[str, Any]) -> float | None:
    """Our speed over the limit's of the same run."""
    value, limit = figure["value"], figure.get("limit")
    if not value or not limit:
        return None
    return value / limit if figure["unit"].endswith("/s") else limit / value


def rows_of(folder: Path = RESULTS) -> list[Row]:
    """The newest figure of everything that was ever measured, and in which kept file it stands."""
    newest: dict[tuple[int, str, str], Row] = {}
    for path in sorted(folder.glob("*.json")):
        for row in _rows(path):
            newest[row.key] = row
    return list(newest.values())


def _rows(path: Path) -> Iterator[Row]:
    kept = json.loads(path.read_text())
    if isinstance(kept, list):
        yield from (Row(0, "", path.stem, figure) for figure in kept)
        return
    for database, found in kept["databases"].items():
        yield from (Row(kept["cases"], database, path.stem, figure) for figure in found["figures"])


def page(folder: Path = RESULTS) -> str:
    """The whole page."""
    rows = rows_of(folder)
    parts = [_WORDS.read_text().strip(), _missed(rows), _costs(rows), *_tables(rows), _runs(rows, folder)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _missed(rows: list[Row]) -> str:
    judged = [row for row in rows if row.is_met is not None]
    lines = [
        f"| {row.figure['name']} | {_size(row.cases)} | {_NAMES[row.database]} | {_value(row.figure)} "
        f"| {row.figure['aim']} |"
        for row in sorted(judged, key=lambda each: (each.figure["name"], each.cases, each.database))
        if not row.is_met
    ]
    told = f"Of {len(judged)} figures with an aim, {len(judged) - len(lines)} reach it. These do not:"
    return "\n".join(
        ["## What is missed", "", told, "", *_head("what", "cases", "database", "measured", "aim"), *lines]
    )


def _costs(rows: list[Row]) -> str:
    lines = []
    for row in sorted(rows, key=lambda each: (each.cases, each.database, each.figure["name"])):
        name, unit = row.figure["name"], row.figure["unit"]
        if found := _CPU.search(row.figure.get("note") or ""):
            what = f"CPU seconds for 1,000 {found[2]}s ({name})"
            lines.append(
                f"| {what} | {_size(row.cases)} | {_NAMES[row.database]} | {float(found[1]):.1f} s |"
            )
        elif name.startswith("cost of 1,000 cases"):
            what = name.removeprefix("cost of 1,000 cases: ")
            lines.append(
                f"| {what} for 1,000 cases | {_size(row.cases)} | {_NAMES[row.database]} "
                f"| {_shown(row.figure['value'])} {unit} |"
            )
    if not lines:
        return ""
    return "\n".join(
        ["## Cost of 1,000 cases", "", *_head("what", "cases there", "database", "cost"), *lines]
    )


def _tables(rows: list[Row]) -> Iterator[str]:
    for cases, database in sorted({(row.cases, row.database) for row in rows}):
        mine = [row for row in rows if (row.cases, row.database) == (cases, database)]
        title = f"## {_NAMES[database]}, {_size(cases)} cases" if cases else "## Live chat, in one process"
        lines = [_line(row) for row in mine if not row.figure["name"].startswith("cost of 1,000 cases")]
        yield "\n".join(
            [title, "", *_head("what", "ours", "limit", "ratio", "p95", "aim", "", "note"), *lines]
        )


def _line(row: Row) -> str:
    figure, ratio = row.figure, ratio_of(row.figure)
    told = {True: "reached", False: "**missed**", None: ""}[row.is_met]
    limit = "" if figure.get("limit") is None else _shown(figure["limit"])
    p95 = "" if figure.get("p95") is None else _shown(figure["p95"])
    note = (figure.get("note") or "").strip().rstrip(";")
    shown = "" if ratio is None else f"{ratio:.2f}"
    return (
        f"| {figure['name']} | {_value(figure)} | {limit} | {shown} | {p95} "
        f"| {figure.get('aim') or ''} | {told} | {note} |"
    )


def _runs(rows: list[Row], folder: Path) -> str:
    used = sorted({row.run for row in rows})
    lines = []
    for name in used:
        kept = json.loads((folder / f"{name}.json").read_text())
        told = kept["machine"] if isinstance(kept, dict) else {}
        lines.append(
            f"| `{name}` | {_size(kept['cases']) if told else ''} | {told.get('processor', '')} "
            f"| {told.get('cores', '')} | {told.get('memory_mb', '')} | {told.get('revision', '')} "
            f"| {told.get('load_before', '')} |"
        )
    head = _head("run", "cases", "processor", "cores", "memory MB", "revision", "load before")
    return "\n".join(["## Runs and machines", "", *head, *lines])


def _head(*names: str) -> list[str]:
    return ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]


def _value(figure: dict[str, Any]) -> str:
    unit = figure["unit"]
    return f"{_shown(figure['value'])}{unit if unit.startswith('/') else f' {unit}'}"


def _shown(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _size(cases: int) -> str:
    return f"{cases:,}" if cases else ""


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is in line with the kept results."""
    told = page()
    if "--check" in arguments:
        return 0 if PAGE.read_text() == told else 1
    PAGE.write_text(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
