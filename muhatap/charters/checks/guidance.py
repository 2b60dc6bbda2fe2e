"""Topics as guides: recommended channels, sensitivity, completeness and its fast lane."""

from __future__ import annotations

from typing import Any

from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path

_PUBLIC_LEVEL = 0


def check_guidance(sheet: Sheet) -> None:
    """Note what is wrong with the guidance that topics give."""
    for path, topic in sheet.entries("topics"):
        _check_recommended(sheet, (*path, "recommend"), topic)
        _check_sensitivity(sheet, path, topic)
        _check_completeness(sheet, (*path, "completeness"), topic)


def _check_recommended(sheet: Sheet, path: Path, topic: dict[str, Any]) -> None:
    said = topic.get("recommend", [])
    channels = sheet.values["channels"]
    seen: set[str] = set()
    for index, each in enumerate(said):
        here, name = (*path, index, "channel"), each["channel"]
        sheet.must_exist(here, name, "channel", channels)
        channel = channels.get(name, {})
        if not channel.get("open", True):
            sheet.note(here, "recommend_closed", channel=name)
        if name in seen:
            sheet.note(here, "recommend_repeated", channel=name)
        seen.add(name)
        is_public = channel.get("identity_level", 1) == _PUBLIC_LEVEL
        if is_public and topic.get("sensitivity", "general") != "general":
            sheet.note(here, "sensitive_in_public", channel=name)
    if said and all(each.get("when", "always") == "open" for each in said):
        sheet.note_key(path, "recommend_never")


def _check_sensitivity(sheet: Sheet, path: Path, topic: dict[str, Any]) -> None:
    is_protected = topic.get("identity_level", 0) >= 3 or any(
        each.get("secure") for each in topic.get("evidence", [])
    )
    if is_protected and topic.get("sensitivity") == "general":
        sheet.note((*path, "sensitivity"), "sensitivity_too_low")


def _check_completeness(sheet: Sheet, path: Path, topic: dict[str, Any]) -> None:
    said = topic.get("completeness", {})
    known = {
        "fields": [*topic.get("fields", []), *sheet.values.get("common_fields", [])],
        "evidence": topic.get("evidence", []),
    }
    for key, what in (("fields", "field"), ("evidence", "evidence")):
        codes = [each["code"] for each in known[key]]
        for index, code in enumerate(said.get(key, [])):
            sheet.must_exist((*path, key, index), code, what, codes)
    fast, own = said.get("fast_lane"), topic.get("priority", "P3")
    if fast == "P1":
        sheet.note((*path, "fast_lane"), "fast_lane_emergency")
    elif fast and fast >= own:
        sheet.note((*path, "fast_lane"), "fast_lane_slower", fast=fast, own=own)
