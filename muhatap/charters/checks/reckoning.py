"""Spans on a sheet: whether they can be read, and the calendars that count them."""

from __future__ import annotations

from typing import Any

from muhatap.calendars.spans import Span, SpanError
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path

ELAPSED_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def span_at(sheet: Sheet, path: Path, text: str) -> Span | None:
    """Return the span, or note why it cannot be one; an empty text is none."""
    if not text:
        return None
    try:
        span = Span.parse(text)
    except SpanError:
        sheet.note(path, "span", value=text)
        return None
    if span.amount == 0:
        sheet.note(path, "zero_span")
        return None
    return span


def readable(text: str) -> Span | None:
    """Return the span, None where the text is none; what is wrong with it is noted elsewhere."""
    try:
        return Span.parse(text)
    except SpanError:
        return None


def days_of(span: Span) -> float | None:
    """Return its length in days, None where a calendar decides."""
    each = ELAPSED_SECONDS.get(span.unit)
    return None if each is None else span.amount * each / 86_400


def check_pair(sheet: Sheet, path: Path, usual: tuple[str, str], latest: tuple[str, str]) -> None:
    """Note spans that cannot be read, and a usual time that is longer than the latest or of another kind.

    `usual` and `latest` are key and text.
    """
    first = span_at(sheet, (*path, usual[0]), usual[1])
    second = span_at(sheet, (*path, latest[0]), latest[1])
    if first is None or second is None:
        return
    words = {"target": first, "limit": second}
    if first.unit == second.unit:
        longer = first.amount > second.amount
    else:
        one, two = days_of(first), days_of(second)
        if one is None and two is not None:
            sheet.note((*path, usual[0]), "span_families", **words)
            return
        longer = one is not None and two is not None and one > two
    if longer:
        sheet.note((*path, usual[0]), "target_above_limit", **words)


def check_counted(sheet: Sheet, path: Path, entry: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Note business time that no calendar of the entry counts, and a calendar that does not exist."""
    sheet.must_exist((*path, "calendar"), entry.get("calendar", ""), "calendar", sheet.values["calendars"])
    for key in keys:
        text = entry.get(key, "")
        if "b" in text and "calendar" not in entry:
            sheet.note((*path, key), "calendar_missing", span=text)
