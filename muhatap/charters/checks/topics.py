"""Topics and their fields: names that differ, parameters that fit the kind, patterns that are safe."""

from __future__ import annotations

from typing import Any

from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.charters.patterns import fits, may_run_away, unreadable_because
from muhatap.charters.schema.topics import FIELD_KINDS, FIELD_NEEDS

_GENERAL = ("code", "label", "help", "kind", "required", "or_reason")
_RANGES = (("minimum", "maximum"), ("min_length", "max_length"), ("min_items", "max_items"))


def check_topics(sheet: Sheet) -> None:
    """Note what is wrong with topics, fields and evidence."""
    topics = list(sheet.entries("topics"))
    sheet.must_differ([((*path, "code"), topic["code"]) for path, topic in topics], "topic")
    common = sheet.values.get("common_fields", [])
    _check_fields(sheet, ("common_fields",), common)
    for path, topic in topics:
        _check_fields(sheet, (*path, "fields"), topic.get("fields", []))
        _check_not_common(sheet, (*path, "fields"), topic.get("fields", []), common)
        evidence = topic.get("evidence", [])
        codes = [((*path, "evidence", index, "code"), each["code"]) for index, each in enumerate(evidence)]
        sheet.must_differ(codes, "evidence")


def _check_not_common(
    sheet: Sheet, path: Path, fields: list[dict[str, Any]], common: list[dict[str, Any]]
) -> None:
    for shared, each in enumerate(common):
        for index, field in enumerate(fields):
            if field["code"] == each["code"]:
                line = sheet.line_of(("common_fields", shared, "code"))
                here = (*path, index, "code")
                sheet.note(here, "duplicate_id", what="field", value=field["code"], first=line)


def _check_fields(sheet: Sheet, path: Path, fields: list[dict[str, Any]]) -> None:
    sheet.must_differ(
        [((*path, index, "code"), field["code"]) for index, field in enumerate(fields)], "field"
    )
    for index, field in enumerate(fields):
        here = (*path, index)
        _check_parameters(sheet, here, field)
        _check_ranges(sheet, here, field)
        _check_pattern(sheet, here, field)
        choices = field.get("choices", [])
        codes = [((*here, "choices", at, "code"), choice["code"]) for at, choice in enumerate(choices)]
        sheet.must_differ(codes, "choice")
        inner = field.get("fields", [])
        for at, each in enumerate(inner):
            if each["kind"] == "group":
                sheet.note((*here, "fields", at, "kind"), "group_in_group")
        _check_fields(sheet, (*here, "fields"), [each for each in inner if each["kind"] != "group"])


def _check_parameters(sheet: Sheet, path: Path, field: dict[str, Any]) -> None:
    kind = field["kind"]
    possible = FIELD_KINDS[kind]
    for key in field:
        if key not in _GENERAL and key not in possible:
            choices = ", ".join(possible) or "label, help, required, or_reason"
            sheet.note_key((*path, key), "field_parameter", key=key, kind=kind, choices=choices)
    for key in FIELD_NEEDS.get(kind, ()):
        if key not in field:
            sheet.note_key(path, "field_needs", key=key, kind=kind)
    if field.get("or_reason") and not field.get("required"):
        sheet.note_key((*path, "or_reason"), "or_reason_unneeded")


def _check_ranges(sheet: Sheet, path: Path, field: dict[str, Any]) -> None:
    for low, high in _RANGES:
        if low in field and high in field and field[low] > field[high]:
            sheet.note((*path, low), "field_range", low=field[low], high=field[high])


def _check_pattern(sheet: Sheet, path: Path, field: dict[str, Any]) -> None:
    pattern = field.get("pattern")
    if pattern is None:
        return
    here = (*path, "pattern")
    reason = unreadable_because(pattern)
    if reason:
        sheet.note(here, "pattern", reason=reason)
    elif may_run_away(pattern):
        sheet.note(here, "pattern_slow")
    elif "example" in field and not fits(pattern, field["example"]):
        sheet.note((*path, "example"), "pattern_example", value=field["example"])
