"""Promises: spans that can be kept, target before limit, and no two rules for the same cases."""

from __future__ import annotations

from typing import Any

from muhatap.calendars.spans import Span
from muhatap.charters.checks.hours import DAY_MINUTES, shortest_day
from muhatap.charters.checks.reckoning import ELAPSED_SECONDS, span_at
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.charters.schema.promises import PAUSABLE

_LONGEST_MONTH, _SHORTEST_MONTH = 31, 28


def check_promises(sheet: Sheet) -> None:
    """Note what is wrong with promises and with every other span of the charter."""
    promises = list(sheet.entries("promises"))
    sheet.must_differ([((*path, "id"), promise["id"]) for path, promise in promises], "promise")
    for path, promise in promises:
        _check_times(sheet, path, promise)
        _check_calendar(sheet, path, promise)
        _check_groups(sheet, path, promise)
        _check_pauses(sheet, path, promise)
        _check_law(sheet, path, promise)
        _check_best_effort(sheet, path, promise)
    for place, (path, promise) in enumerate(promises):
        _check_ambiguous(sheet, path, promise, promises[:place])
    _check_other_spans(sheet)


def _check_times(sheet: Sheet, path: Path, promise: dict[str, Any]) -> None:
    limit = span_at(sheet, (*path, "limit"), promise["limit"])
    target = span_at(sheet, (*path, "target"), promise.get("target", ""))
    if limit is None or target is None:
        return
    words = {"target": target, "limit": limit}
    if _is_business(target) != _is_business(limit):
        sheet.note((*path, "target"), "span_families", **words)
    elif _most_seconds(target, sheet, promise) > _least_seconds(limit, sheet, promise):
        sheet.note((*path, "target"), "target_above_limit", **words)


def _is_business(span: Span) -> bool:
    return span.counts_open_hours or span.unit == "bd"


def _most_seconds(span: Span, sheet: Sheet, promise: dict[str, Any]) -> int:
    return _seconds(span, _LONGEST_MONTH, sheet, promise)


def _least_seconds(span: Span, sheet: Sheet, promise: dict[str, Any]) -> int:
    return _seconds(span, _SHORTEST_MONTH, sheet, promise)


def _seconds(span: Span, month: int, sheet: Sheet, promise: dict[str, Any]) -> int:
    if span.unit == "mo":
        return span.amount * month * 86_400
    if span.unit == "bd":
        return span.amount * _business_day(sheet, promise) * 60
    return span.seconds or span.amount * ELAPSED_SECONDS[span.unit]


def _business_day(sheet: Sheet, promise: dict[str, Any]) -> int:
    calendars = sheet.values["calendars"]
    names = _calendars(sheet, promise)
    return min((shortest_day(calendars[name]) for name in names if name in calendars), default=DAY_MINUTES)


def _calendars(sheet: Sheet, promise: dict[str, Any]) -> list[str]:
    """Return the calendars that could count the promise: its own, those of its teams, or of its channels."""
    channels, teams = sheet.values["channels"], sheet.values["teams"]
    if "calendar" in promise:
        return [promise["calendar"]]
    of_teams = [
        teams[each].get("calendar") for each in promise.get("when", {}).get("team", []) if each in teams
    ]
    if any(of_teams):
        return list(dict.fromkeys(filter(None, of_teams)))
    named = promise.get("when", {}).get("channel", list(channels))
    return list(dict.fromkeys(channels[each]["calendar"] for each in named if each in channels))


def _check_calendar(sheet: Sheet, path: Path, promise: dict[str, Any]) -> None:
    names = _calendars(sheet, promise)
    if len(names) > 1 and "b" in promise["limit"]:
        params = {"span": promise["limit"], "calendars": ", ".join(names)}
        sheet.note((*path, "limit"), "calendar_needed", **params)


def _check_groups(sheet: Sheet, path: Path, promise: dict[str, Any]) -> None:
    when = promise.get("when", {})
    if "group" not in when:
        return
    topics = [each["code"] for each in sheet.values["topics"] if each["group"] in when["group"]]
    if not set(topics) & set(when.get("topic", topics)):
        sheet.note_key((*path, "when"), "empty_conditions")


def _check_pauses(sheet: Sheet, path: Path, promise: dict[str, Any]) -> None:
    if promise.get("pauses") and promise["clock"] not in PAUSABLE:
        sheet.note_key((*path, "pauses"), "pause_not_possible", clock=promise["clock"])
    cap = span_at(sheet, (*path, "pause_cap"), promise.get("pause_cap", ""))
    if cap is not None and cap.unit not in ELAPSED_SECONDS:
        sheet.note((*path, "pause_cap"), "pause_cap_unit", span=str(cap))


def _check_law(sheet: Sheet, path: Path, promise: dict[str, Any]) -> None:
    if "law" in promise and promise.get("pauses"):
        sheet.note_key((*path, "pauses"), "law_never_pauses", law=promise["law"])
    if "last_day" in promise and "law" not in promise:
        sheet.note_key((*path, "last_day"), "last_day_without_law")


def _check_best_effort(sheet: Sheet, path: Path, promise: dict[str, Any]) -> None:
    if promise["clock"] not in ("first_reply", "next_reply"):
        return
    for index, name in enumerate(promise.get("when", {}).get("channel", [])):
        if sheet.values["channels"].get(name, {}).get("best_effort"):
            sheet.note((*path, "when", "channel", index), "best_effort", channel=name)


def _check_ambiguous(
    sheet: Sheet, path: Path, promise: dict[str, Any], before: list[tuple[Path, dict[str, Any]]]
) -> None:
    for earlier, other in before:
        if _same_cases(other, promise):
            params = {
                "clock": promise["clock"],
                "other": other["id"],
                "first": sheet.line_of((*earlier, "id")),
            }
            sheet.note((*path, "id"), "ambiguous_promise", **params)
            return


def _same_cases(first: dict[str, Any], second: dict[str, Any]) -> bool:
    if first["clock"] != second["clock"]:
        return False
    one, two = first.get("when", {}), second.get("when", {})
    return set(one) == set(two) and all(set(one[key]) & set(two[key]) for key in one)


def _check_other_spans(sheet: Sheet) -> None:
    for name, text in sheet.values.get("links", {}).items():
        span_at(sheet, ("links", name), text)
