"""Places of a charter: what the schema says there, what stands there, and another value put there."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from functools import cache
from typing import Any

from muhatap.charters.errors import Path
from muhatap.charters.schema import charter_schema
from muhatap.charters.schema.pieces import PIECES, Schema

# By which key an entry of a list is known to people, the first that it has.
NAMES = ("code", "id")
_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]{1,6})\]")


class NoSuchPlace(LookupError):
    """Nothing can stand at this place, or nothing stands there now."""


def schema_at(path: Path) -> Schema:
    """Return what the schema says about a place; `piece` names the common form it takes, if it takes one."""
    node = _whole()
    for step in path:
        node = _below(node, step)
    return node


def resolved(node: Schema) -> Schema:
    """Return a schema with the common form it refers to written out."""
    if "$ref" not in node:
        return node
    name = node["$ref"].rpartition("/")[2]
    return {**PIECES[name], **{key: each for key, each in node.items() if key != "$ref"}, "piece": name}


def value_at(values: Any, path: Path, default: Any = None) -> Any:
    """Return what stands at a place, or the default."""
    for step in path:
        try:
            values = values[step]
        except (LookupError, TypeError):
            return default
    return values


def with_value(values: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return the values with another one at a place; what leads there is made, None takes the place away."""
    changed = copy.deepcopy(values)
    here: Any = changed
    for step in path[:-1]:
        if isinstance(here, dict):
            here = here.setdefault(step, {})
        else:
            here = _item(here, step)
    _put(here, path[-1], value)
    return changed


def address_of(values: Any, path: Path) -> str:
    """Return a place as it stands in an address: entries of lists by code where only one has it."""
    steps = []
    for depth, step in enumerate(path):
        steps.append(_name_in(value_at(values, path[:depth]), step) if isinstance(step, int) else step)
    return "/".join(steps)


def place_of(values: Any, address: str) -> Path:
    """Return the place of an address; NoSuchPlace when it leads nowhere."""
    path: Path = ()
    for step in filter(None, address.split("/")):
        node, here = schema_at(path), value_at(values, path)
        path = (*path, _index(here or (), step) if node.get("type") == "array" else step)
    schema_at(path)
    return path


def parsed(written: str) -> Path:
    """Return the place that a problem names, such as `topics[3].fields[0].kind`."""
    return tuple(key or int(index) for key, index in _STEP.findall(written))


def name_of(entry: Any) -> str:
    """Return the code by which people know an entry of a list, or nothing."""
    if not isinstance(entry, dict):
        return ""
    return next((str(entry[key]) for key in NAMES if entry.get(key)), "")


def digest_of(value: Any) -> str:
    """Return what tells two values of a place apart; the order of keys counts."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:32]


@cache
def _whole() -> Schema:
    return charter_schema()


def _below(node: Schema, step: str | int) -> Schema:
    if node.get("type") == "array" and isinstance(step, int):
        return resolved(node["items"])
    if isinstance(step, str) and step in node.get("properties", {}):
        return resolved(node["properties"][step])
    if isinstance(step, str) and isinstance(node.get("additionalProperties"), dict):
        return resolved(node["additionalProperties"])
    raise NoSuchPlace(str(step))


def _put(here: Any, last: str | int, value: Any) -> None:
    if isinstance(here, dict):
        here[last] = value
        if value is None:
            del here[last]
    elif value is None:
        del here[_checked(here, last)]
    elif last == len(here):
        here.append(value)
    else:
        here[_checked(here, last)] = value


def _item(here: Any, step: str | int) -> Any:
    return here[_checked(here, step)]


def _checked(here: Any, step: str | int) -> int:
    if not isinstance(here, list) or not isinstance(step, int) or step >= len(here):
        raise NoSuchPlace(str(step))
    return step


def _name_in(entries: Any, index: int) -> str:
    names = [name_of(each) for each in entries] if isinstance(entries, list) else []
    name = names[index] if index < len(names) else ""
    return name if name and names.count(name) == 1 and not name.isdecimal() else str(index)


def _index(entries: Any, step: str) -> int:
    names = [name_of(each) for each in entries]
    if step in names:
        return names.index(step)
    if step.isdecimal() and len(step) < 6 and int(step) < len(entries):
        return int(step)
    raise NoSuchPlace(step)
