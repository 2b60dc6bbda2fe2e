"""Sums of observations by any two dimensions, packed so that a year is added up quickly: pure.

A packed roll holds the cells of one pair of dimensions: a header that says where the numbers of each measure
lie, then those numbers, each measure compressed by itself, so that a reader unpacks only what it asks for.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, chain, combinations, pairwise
from sys import byteorder

from muhatap.reports.catalogue import MEASURES, RULES
from muhatap.reports.grid import joined, lane_of, packed
from muhatap.reports.observations import DIMENSIONS, Kind, Observation

Key = tuple[str, str]
Counts = list[int]
Lanes = dict[int, int]
# Durations as they are kept: packed steps, one that comes twice counts together.
Steps = array[int]
# Of one cell: by the name under which a measure is kept, its counts or its durations by step.
Cell = dict[str, Counts | Lanes | Steps]
Cells = dict[Key, Cell]

PAIRS: tuple[tuple[str, str], ...] = tuple(combinations(DIMENSIONS, 2))
DETAIL = "detail"
WIDTHS = {DETAIL: 2} | {
    measure.kept_as: 0 if measure.is_distribution else measure.width for measure in MEASURES.values()
}
_COUNTED = tuple({measure.kept_as: measure for measure in MEASURES.values()}.items())
# Beside the pairs: by team, how many arrived at each hour of the week, and how promises ended and why.
DETAILS = ("team", "detail")
# What was counted and how it is packed; sums under other words are written anew.
KEPT_UNDER = f"{RULES}.3"
# The one with the fewest values, to read a single dimension by.
_NARROW = ("priority", "sort")


class Tally:
    """Adds observations up, first by all their dimensions, then by each pair."""

    def __init__(self) -> None:
        self._leaves: dict[tuple[str, ...], Cell] = {}
        self._details: Cells = {}

    def add(self, seen: Observation) -> None:
        """Add one observation to the measures that it belongs to."""
        leaf = self._leaves.setdefault(tuple(seen.place(name) for name in DIMENSIONS), {})
        add_to(leaf, seen)
        for detail in details_of(seen):
            merge(self._details.setdefault((seen.place("team"), detail), {}), {DETAIL: [1, 0]})

    def by_pair(self) -> dict[tuple[str, str], Cells]:
        """The sums by each pair of dimensions; empty when nothing was added."""
        rolls: dict[tuple[str, str], Cells] = {pair: {} for pair in PAIRS}
        places = tuple(combinations(range(len(DIMENSIONS)), 2))
        for leaf, cell in self._leaves.items():
            for pair, (first, second) in zip(PAIRS, places, strict=True):
                merge(rolls[pair].setdefault((leaf[first], leaf[second]), {}), cell)
        return rolls | {DETAILS: self._details}


def details_of(seen: Observation) -> Iterator[str]:
    """The hour of the week in which a case arrived, in the zone of its day, and how its promises ended."""
    if seen.kind is not Kind.CASE or seen.excluded:
        return
    hour = seen.values.get("hour")
    if hour is not None:
        yield f"hour:{seen.on.weekday()}:{hour}"
    for clock, _code, result, _seconds, cause in seen.values.get("promises", ()):
        yield f"promise:{clock}:{result}:{cause}"


def add_to(cell: Cell, seen: Observation) -> None:
    """Add what one observation counts to a cell."""
    for name, measure in _COUNTED:
        counts = measure.counts_of(seen)
        if counts is None:
            continue
        kept = cell.get(name)
        if measure.is_distribution:
            lanes = cell.setdefault(name, {})
            for seconds in counts:
                lane = lane_of(seconds)
                lanes[lane] = lanes.get(lane, 0) + 1  # type: ignore[index, union-attr]
        elif kept is None:
            cell[name] = list(counts)
        else:
            for place, count in enumerate(counts):
                kept[place] += count


def merge(into: Cell, cell: Cell) -> None:
    """Add a cell to another."""
    for name, numbers in cell.items():
        kept = into.get(name)
        if not isinstance(numbers, list):
            into[name] = _together(kept, numbers)  # type: ignore[arg-type]
        elif kept is None:
            into[name] = list(numbers)
        else:
            for place, count in enumerate(numbers):
                kept[place] += count


def _together(kept: Lanes | Steps | None, more: Lanes | Steps) -> Lanes | Steps:
    if kept is None:
        return more.copy() if isinstance(more, dict) else more[:]
    if isinstance(kept, dict) and isinstance(more, dict):
        for lane, count in more.items():
            kept[lane] = kept.get(lane, 0) + count
        return kept
    steps = _steps(kept)
    steps.extend(_steps(more))
    return steps


def _steps(told: Lanes | Steps) -> Steps:
    return array("Q", packed(told)) if isinstance(told, dict) else told


def pair_for(dimensions: Iterable[str]) -> tuple[str, str]:
    """The pair to read so many dimensions from, at most two; LookupError for what is none."""
    wanted = [name for name in DIMENSIONS if name in set(dimensions)]
    if len(wanted) != len(set(dimensions)) or len(wanted) > 2:
        raise LookupError(f"not two dimensions: {sorted(dimensions)}")
    for narrow in _NARROW:
        if len(wanted) < 2 and narrow not in wanted:
            wanted.append(narrow)
    first, second = sorted(wanted[:2], key=DIMENSIONS.index)
    return first, second


def pack(cells: Mapping[Key, Cell]) -> bytes:
    """The bytes of these cells; the same cells always give the same bytes."""
    keys = sorted(cells)
    names = sorted({name for cell in cells.values() for name in cell})
    parts: dict[str, tuple[int, int]] = {}
    body = bytearray()
    for name in names:
        told = [cells[key].get(name) for key in keys]
        numbers = _flat_steps(told) if WIDTHS[name] == 0 else _flat_counts(told, WIDTHS[name])
        squeezed = zlib.compress(_little(numbers), 1)
        parts[name] = (len(body), len(squeezed))
        body += squeezed
    header = json.dumps({"keys": keys, "parts": parts}, ensure_ascii=False, separators=(",", ":")).encode()
    return len(header).to_bytes(4, "little") + header + bytes(body)


def unpack(rolled: bytes, names: Iterable[str] | None = None) -> Iterator[tuple[Key, Cell]]:
    """The cells, with what was kept under these names, or under all."""
    view = memoryview(rolled)
    start = 4 + int.from_bytes(view[:4], "little")
    header = json.loads(bytes(view[4:start]))
    wanted = header["parts"] if names is None else [name for name in names if name in header["parts"]]
    size = len(header["keys"])
    columns = {name: _column(view[start:], header["parts"][name], name, size) for name in wanted}
    for place, (first, second) in enumerate(header["keys"]):
        yield (first, second), {name: column[place] for name, column in columns.items() if column[place]}


def _column(body: memoryview, part: tuple[int, int], name: str, size: int) -> list[Counts | Steps]:
    offset, length = part
    raw = zlib.decompress(body[offset : offset + length])
    width = WIDTHS.get(name, 2)
    if width:
        numbers = _from_little("q", raw)
        found = [numbers[at : at + width].tolist() for at in range(0, len(numbers), width)]
        return [counts if any(counts) else [] for counts in found]
    steps = _from_little("Q", raw)
    ends = list(accumulate(steps[:size], initial=size))
    return [steps[at:until] for at, until in pairwise(ends)]


def _flat_counts(told: list[Counts | Lanes | Steps | None], width: int) -> "array[int]":
    return array("q", [count for counts in told for count in (counts or [0] * width)])


def _flat_steps(told: list[Counts | Lanes | Steps | None]) -> "array[int]":
    """How many steps each cell has, then the steps."""
    flat = [packed(each) if isinstance(each, dict) else joined(each or ()) for each in told]
    return array("Q", [*map(len, flat), *chain.from_iterable(flat)])


def _little(numbers: "array[int]") -> bytes:
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _from_little(code: str, raw: bytes) -> "array[int]":
    numbers: array[int] = array(code)
    numbers.frombytes(raw)
    if byteorder == "big":
        numbers.byteswap()
    return numbers
