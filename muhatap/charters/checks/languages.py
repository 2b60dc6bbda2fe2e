"""Every text stands in all of the brand's languages and in no other."""

from __future__ import annotations

from typing import Any

from muhatap.charters.checks.sheet import Sheet
from muhatap.charters.errors import Path
from muhatap.charters.schema.pieces import LANGUAGES


def check_languages(sheet: Sheet) -> None:
    """Note every text that lacks a language of the brand or has one too many."""
    _walk(sheet, (), sheet.values, sheet.values["brand"]["languages"])


def _walk(sheet: Sheet, path: Path, value: Any, spoken: list[str]) -> None:
    if isinstance(value, dict):
        if _is_text(value):
            _check(sheet, path, value, spoken)
            return
        for key, each in value.items():
            _walk(sheet, (*path, key), each, spoken)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            _walk(sheet, (*path, index), each, spoken)


def _is_text(value: dict[str, Any]) -> bool:
    return bool(value) and all(key in LANGUAGES and isinstance(each, str) for key, each in value.items())


def _check(sheet: Sheet, path: Path, text: dict[str, str], spoken: list[str]) -> None:
    for language in spoken:
        if not text.get(language, "").strip():
            sheet.note_key(path, "missing_language", language=language, languages=", ".join(spoken))
    for language in text:
        if language not in spoken:
            sheet.note_key((*path, language), "unspoken_language", language=language)
