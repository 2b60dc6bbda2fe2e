"""What can be chosen at a place: the words of the schema, or the entries that a code may name."""

from __future__ import annotations

from typing import Any

from muhatap.charters.editing.places import value_at
from muhatap.charters.errors import Path
from muhatap.charters.schema.pieces import Schema

Choice = tuple[str, Any]

# Which section the value of a key names.
REFERS = {
    "calendar": "calendars",
    "queue": "queues",
    "escalates_to": "queues",
    "team": "teams",
    "group": "groups",
    "topic": "topics",
    "impostor_topic": "topics",
    "plan": "plans",
    "jurisdiction": "jurisdictions",
}
_MOST_CHOICES = 40


def choices_of(values: dict[str, Any], path: Path, node: Schema) -> tuple[Choice, ...]:
    """Return the possible values of a place with the texts that name them, () where anything can be typed.

    A value that stands there and is not possible is among them, so that it is shown and not lost.
    """
    item = node.get("items", node)
    if "enum" in item:
        known = [(str(each), None) for each in item["enum"]] if len(item["enum"]) <= _MOST_CHOICES else []
    else:
        known = _named(values, path)
        if known is None:
            return ()
    now = value_at(values, path)
    standing = now if isinstance(now, list) else [now]
    codes = {code for code, _ in known}
    lost = [(str(each), None) for each in standing if each is not None and str(each) not in codes]
    return (*known, *lost) if known else ()


def named_by(path: Path) -> str:
    """Return the section whose entries a place names, or nothing."""
    keys = [step for step in path if isinstance(step, str)]
    if path[:2] == ("ladder", "default") or not keys:
        return ""
    if path[0] == "refund_terms" and keys[-1] == "method":
        return "payment_methods"
    return REFERS.get(keys[-1], "")


def entries_of(values: dict[str, Any], section: str) -> list[Choice]:
    """Return code and name of every entry of a section."""
    entries = values.get(section) or {}
    if isinstance(entries, dict):
        return [(code, _name(each)) for code, each in entries.items()]
    return [(str(each.get("code") or each.get("id")), _name(each)) for each in entries if _has_code(each)]


def _named(values: dict[str, Any], path: Path) -> list[Choice] | None:
    section = named_by(path)
    if section:
        return entries_of(values, section)
    if path[0] == "topics" and len(path) == 4 and path[2] in ("completeness", "payment"):
        return _of_topic(values, path)
    return None


def _of_topic(values: dict[str, Any], path: Path) -> list[Choice] | None:
    """Questions and documents of the topic itself, as its other parts name them."""
    key = "evidence" if path[3] == "evidence" else "fields"
    own = value_at(values, (*path[:2], key), [])
    common = values.get("common_fields", []) if key == "fields" else []
    if path[3] == "direction":
        return None
    return [(str(each["code"]), each.get("label")) for each in [*own, *common] if _has_code(each)]


def _name(entry: Any) -> Any:
    return entry.get("name") if isinstance(entry, dict) else None


def _has_code(entry: Any) -> bool:
    return isinstance(entry, dict) and bool(entry.get("code") or entry.get("id"))
