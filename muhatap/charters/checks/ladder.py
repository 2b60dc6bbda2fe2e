"""The ladder: steps in order, each once, and queues that exist."""

from __future__ import annotations

from typing import Any

from muhatap.calendars.spans import SECONDS, Span
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path

_BROKEN = 100
# Seconds between two pages.
_PAGED, _PAGED_AT_LAST = 60, 24 * 3600


def check_ladder(sheet: Sheet) -> None:
    """Note what is wrong with the steps of escalation."""
    ladder = sheet.values["ladder"]
    if not ladder["default"]:
        sheet.note_key(("ladder", "default"), "ladder_without_people")
    _check_steps(sheet, ("ladder", "default"), ladder["default"])
    for clock, steps in ladder.get("clocks", {}).items():
        _check_steps(sheet, ("ladder", "clocks", clock), steps)


def _check_steps(sheet: Sheet, path: Path, steps: list[dict[str, Any]]) -> None:
    reached = 0
    seen: set[Any] = set()
    for index, step in enumerate(steps):
        here, at = (*path, index), step["at"]
        if at in seen:
            sheet.note((*here, "at"), "ladder_repeated", step=at)
        elif isinstance(at, int) and at < reached:
            sheet.note((*here, "at"), "ladder_order", step=at, before=reached)
        seen.add(at)
        reached = max(reached, at) if isinstance(at, int) else reached
        if step.get("tell_customer") and (isinstance(at, str) or at < _BROKEN):
            sheet.note((*here, "at"), "ladder_early_letter", step=at)
        if step["to"].startswith("queue:"):
            name = step["to"].removeprefix("queue:")
            sheet.must_exist((*here, "to"), name, "queue", sheet.values["queues"])
        if step["to"].startswith("team:"):
            name = step["to"].removeprefix("team:")
            sheet.must_exist((*here, "to"), name, "team", sheet.values["teams"])
        _check_page(sheet, here, step)


def _check_page(sheet: Sheet, here: Path, step: dict[str, Any]) -> None:
    every = step.get("page_every")
    if every is None:
        return
    span = Span.parse(every)
    seconds = span.seconds if span.unit in SECONDS else None
    if "page" not in step["do"] or seconds is None or not _PAGED <= seconds <= _PAGED_AT_LAST:
        sheet.note((*here, "page_every"), "page_every")
