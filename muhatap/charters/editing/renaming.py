"""Another code for an entry, everywhere where the charter names it."""

from __future__ import annotations

import copy
from typing import Any

from muhatap.charters.editing.choices import named_by
from muhatap.charters.editing.places import NAMES, NoSuchPlace, value_at
from muhatap.charters.errors import Path


def renamed(values: dict[str, Any], path: Path, name: str) -> dict[str, Any]:
    """Return the values with an entry of a set or list under another code; its place in the order stays."""
    changed = copy.deepcopy(values)
    around, last = value_at(changed, path[:-1]), path[-1]
    if isinstance(around, dict):
        entries = {name if key == last else key: each for key, each in around.items()}
        around.clear()
        around.update(entries)
        old = str(last)
    else:
        entry = value_at(changed, path)
        key = next((each for each in NAMES if isinstance(entry, dict) and each in entry), None)
        if key is None:
            raise NoSuchPlace(str(path))
        old, entry[key] = str(entry[key]), name
    if len(path) == 2:
        _follow(changed, (), (str(path[0]), old, name))
    return changed


def _follow(value: Any, path: Path, naming: tuple[str, str, str]) -> None:
    """Write the new code wherever a place names the entry; `naming` is section, old code and new code."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in list(entries):
        here = (*path, key)
        if isinstance(each, dict | list):
            _follow(each, here, naming)
        elif _names(here, each, naming):
            value[key] = naming[2]


def _names(path: Path, value: Any, naming: tuple[str, str, str]) -> bool:
    section, old, _ = naming
    if section == "channels" or value != old:
        return False
    return named_by(path) == section or (section == "queues" and path[-1] == "to" and value == f"queue:{old}")
