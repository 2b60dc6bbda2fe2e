"""Entries of a list or a set: added (empty or like another), taken out, put in another order."""

from __future__ import annotations

import copy
import re
from typing import Any

from muhatap.charters.editing.places import NAMES, resolved
from muhatap.charters.schema.pieces import PIECES, Schema

Entries = dict[str, Any] | list[Any]


class NotAName(ValueError):
    """The name has not the form that this list or set asks for; the argument is an example of one."""


class Taken(ValueError):
    """An entry of this name stands there already."""


def names_left(node: Schema, entries: Entries | None) -> list[str]:
    """Return the names that a set with given names still lacks; () where any name can be chosen."""
    return [name for name in node.get("properties", ()) if name not in (entries or {})]


def with_entry(node: Schema, entries: Entries | None, name: str, like: str | int | None) -> Entries:
    """Return the entries with a new one at the end, empty or like one of them; NotAName, Taken."""
    if node["type"] == "array":
        rows = list(entries or ())
        return [*rows, _row(node, rows, name, like)]
    named = dict(entries or {})
    _check_name(node, name)
    if name in named:
        raise Taken(name)
    empty: Entries = [] if _entry_schema(node, name).get("type") == "array" else {}
    return {**named, name: copy.deepcopy(named[str(like)]) if like in named else empty}


def without_entry(entries: Entries, key: str | int) -> Entries | None:
    """Return the entries without one of them; None for none left."""
    if isinstance(entries, dict):
        return {name: each for name, each in entries.items() if name != key} or None
    return [each for index, each in enumerate(entries) if index != key] or None


def moved_entry(entries: Entries, key: str | int, by: int) -> Entries:
    """Return the entries with one put so many places further down, or up for a negative number."""
    keys: list[Any] = list(entries) if isinstance(entries, dict) else list(range(len(entries)))
    here = keys.index(key)
    keys.insert(min(max(here + by, 0), len(keys) - 1), keys.pop(here))
    if isinstance(entries, dict):
        return {each: entries[each] for each in keys}
    return [entries[each] for each in keys]


def _row(node: Schema, rows: list[Any], name: str, like: str | int | None) -> dict[str, Any]:
    properties = resolved(node["items"])["properties"]
    row = copy.deepcopy(rows[like]) if isinstance(like, int) and 0 <= like < len(rows) else {}
    key = next((each for each in NAMES if each in properties), None)
    if key is None:
        return row
    piece = resolved(properties[key])
    _check_pattern(piece, name)
    if any(isinstance(each, dict) and each.get(key) == name for each in rows):
        raise Taken(name)
    return {key: name} | {each: value for each, value in row.items() if each != key}


def _check_name(node: Schema, name: str) -> None:
    if "propertyNames" in node:
        _check_pattern(PIECES[node["propertyNames"]["$ref"].rpartition("/")[2]], name)
    elif name not in node.get("properties", ()):
        raise NotAName(", ".join(node.get("properties", ())))


def _check_pattern(piece: Schema, name: str) -> None:
    if not re.search(piece["pattern"], name) or len(name) > piece.get("maxLength", 40):
        raise NotAName(str(piece["examples"][0]))


def _entry_schema(node: Schema, name: str) -> Schema:
    return resolved(node.get("properties", {}).get(name) or node["additionalProperties"])
