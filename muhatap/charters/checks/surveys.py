"""Surveys: own questions and stages exist, a choice has choices, and no page asks more than three scales."""

from __future__ import annotations

from typing import Any

from muhatap.cases.milestones import MilestoneName
from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.complaints.stages import Stage

MOST_SCALES = 3
_RESOLVED = "resolved"
_SCALED = ("question", "recommend", "effort")


def check_surveys(sheet: Sheet) -> None:
    """Note what a survey names and nobody knows, and pages that take longer than a minute."""
    said = sheet.values.get("survey") or {}
    own = said.get("questions") or {}
    for code, entry in own.items():
        if (entry["scale"] == "choice") != bool(entry.get("choices")):
            sheet.note(("survey", "questions", code), "survey_choices", question=code)
    _check_page(sheet, ("survey",), said, own)
    if said.get("periodic"):
        _check_page(sheet, ("survey", "periodic"), said["periodic"], own)
    stages = [_RESOLVED, *Stage, *MilestoneName]
    for stage, entry in (said.get("stages") or {}).items():
        path = ("survey", "stages", stage)
        sheet.must_exist(path, stage, "stage", stages)
        _check_page(sheet, path, entry, own)


def _check_page(sheet: Sheet, path: Path, page: dict[str, Any], own: dict[str, Any]) -> None:
    asked = page.get("ask") or []
    for index, code in enumerate(asked):
        sheet.must_exist((*path, "ask", index), code, "question", own)
    scales = sum(bool(page.get(name)) for name in _SCALED)
    scales += sum(own[code]["scale"] != "words" for code in asked if code in own)
    if scales > MOST_SCALES:
        sheet.note(path, "survey_too_long", count=scales, most=MOST_SCALES)
