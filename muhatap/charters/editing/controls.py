"""The controls of a form, made from the schema: which input a value takes, and what it holds now."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from muhatap.charters.editing.choices import Choice, choices_of
from muhatap.charters.editing.places import NAMES, resolved, schema_at, value_at
from muhatap.charters.errors import Path
from muhatap.charters.schema.pieces import LANGUAGES, Schema

_MOST_CHOICES = 40
_MOST_OF_A_ROW = 6
_SPAN = re.compile(r"(.*?)(s|m|h|bm|bh|d|w|bd|mo|y)?\Z", re.DOTALL)
# How many empty rows wait at the end of a list for what is new.
_BLANK_ROWS = 1


class Form(StrEnum):
    """What kind of input a value takes."""

    FIXED = "fixed"
    LINE = "line"
    WHOLE = "whole"
    FLAG = "flag"
    CHOICE = "choice"
    SPAN = "span"
    DAY = "day"
    HOURS = "hours"
    TEXT = "text"
    LINES = "lines"
    CHECKS = "checks"
    SECTION = "section"
    ROWS = "rows"
    PAIRS = "pairs"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class Control:
    """One input, or a group of them; `name` is its name in the form, `path` its place in the charter."""

    form: Form
    path: Path
    name: str
    node: Schema
    value: Any = None
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    parts: tuple[Control, ...] = ()

    @property
    def key(self) -> str:
        """The last step of its place."""
        return str(self.path[-1]) if self.path else ""

    @property
    def piece(self) -> str:
        """The common form that the value takes, if it takes one."""
        return str(self.node.get("piece", ""))

    @property
    def amount(self) -> str:
        """The number of a length of time, or whatever was typed for it."""
        found = _SPAN.match(str(self.value or ""))
        return found[1] if found else ""

    @property
    def unit(self) -> str:
        """The unit of a length of time."""
        found = _SPAN.match(str(self.value or ""))
        return (found[2] if found else "") or ""

    @property
    def written(self) -> str:
        """The value as one text to be changed by hand."""
        if self.form is Form.HOURS:
            return hours_written(self.value)
        if isinstance(self.value, list):
            return "\n".join(map(str, self.value))
        return "" if self.value is None else str(self.value)

    @property
    def is_on(self) -> bool:
        """Whether a yes-or-no value is yes, its default counted."""
        return bool(self.node.get("default", False) if self.value is None else self.value)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen values of a list."""
        return tuple(map(str, self.value)) if isinstance(self.value, list) else ()


def form_of(node: Schema) -> Form:
    """Return the kind of input that a schema asks for."""
    match node.get("piece"):
        case "text":
            return Form.TEXT
        case "span" | "keep":
            return Form.SPAN
        case "day":
            return Form.DAY
        case "intervals":
            return Form.HOURS
    if "const" in node:
        return Form.FIXED
    if "enum" in node:
        return Form.CHOICE if len(node["enum"]) <= _MOST_CHOICES else Form.LINE
    match node["type"]:
        case "boolean":
            return Form.FLAG
        case "integer":
            return Form.WHOLE
        case "array":
            return _form_of_list(resolved(node["items"]))
        case "object":
            return _form_of_object(node)
    return Form.LINE


def control_at(values: dict[str, Any], path: Path) -> Control:
    """Return the control of a whole page: the place with everything that is changed together with it."""
    control = _control(values, path, "", schema_at(path), is_required=False)
    if not isinstance(path[-1], int):
        return control
    # An entry gets another code by being renamed, so that all that name it follow.
    parts = (replace(each, form=Form.FIXED) if each.key in NAMES else each for each in control.parts)
    return replace(control, parts=tuple(parts))


def languages_of(values: dict[str, Any]) -> list[str]:
    """Return the languages in which the charter gives its texts, the default one first."""
    spoken = value_at(values, ("brand", "languages"), [])
    first = value_at(values, ("brand", "default_language"), "")
    return sorted((each for each in LANGUAGES if each in spoken), key=lambda each: each != first) or LANGUAGES


def hours_written(value: Any) -> str:
    """Return parts of a day as people type them: 09:00-12:00, 13:00-18:00."""
    if not isinstance(value, list):
        return str(value or "")
    return ", ".join("–".join(map(str, each)) if isinstance(each, list) else str(each) for each in value)


def _control(values: dict[str, Any], path: Path, name: str, node: Schema, *, is_required: bool) -> Control:
    value, form = value_at(values, path), form_of(node)
    parts: list[Control] = []
    match form:
        case Form.TEXT:
            said = value if isinstance(value, dict) else {}
            spoken = languages_of(values)
            for language in [*spoken, *(each for each in said if each not in spoken)]:
                part = schema_at((*path, language)) if language in LANGUAGES else {"type": "string"}
                inner = Control(Form.LINE, (*path, language), _named(name, language), part)
                parts.append(_holding(inner, said.get(language)))
        case Form.SECTION:
            needed = node.get("required", ())
            for key, each in node["properties"].items():
                inner_node = resolved(each)
                here = (*path, key)
                parts.append(_control(values, here, _named(name, key), inner_node, is_required=key in needed))
        case Form.ROWS:
            count = len(value) if isinstance(value, list) else 0
            item = resolved(node["items"])
            for index in range(count + _BLANK_ROWS):
                here = (*path, index)
                parts.append(_control(values, here, _named(name, str(index)), item, is_required=False))
        case Form.PAIRS:
            keys = list(value) if isinstance(value, dict) else []
            item = resolved(node["additionalProperties"])
            for index, key in enumerate([*keys, ""]):
                here = (*path, key)
                parts.append(_control(values, here, _named(name, str(index)), item, is_required=False))
    choices = choices_of(values, path, node) if form in (Form.CHOICE, Form.CHECKS, Form.LINE) else ()
    if form is Form.LINE and choices:
        form = Form.CHOICE
    return Control(form, path, name, node, value, is_required, choices, tuple(parts))


def _holding(control: Control, value: Any) -> Control:
    return Control(control.form, control.path, control.name, control.node, value)


def _named(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _form_of_list(item: Schema) -> Form:
    if item.get("piece") == "text":
        return Form.ROWS
    if "enum" in item or item.get("piece") in ("code", "topic_code", "country"):
        return Form.CHECKS
    if item.get("type") != "object":
        return Form.LINES
    simple = all(
        form_of(resolved(each)) not in (Form.SECTION, Form.ROWS, Form.PAIRS, Form.ENTRIES)
        for each in item["properties"].values()
    )
    return Form.ROWS if simple and len(item["properties"]) <= _MOST_OF_A_ROW else Form.ENTRIES


def _form_of_object(node: Schema) -> Form:
    other = node.get("additionalProperties")
    if isinstance(other, dict):
        entry = resolved(other)
        return Form.PAIRS if entry.get("piece") or "properties" not in entry else Form.ENTRIES
    parts = [resolved(each) for each in node["properties"].values()]
    alike = len(parts) >= 4 and all(_shape(each) == _shape(parts[0]) for each in parts)
    return Form.ENTRIES if alike and _shape(parts[0]) else Form.SECTION


def _shape(node: Schema) -> tuple[str, ...]:
    """What an entry of a set with given names looks like; nothing for what is no entry."""
    if node.get("piece"):
        return ()
    if node.get("type") == "array" and "properties" in resolved(node["items"]):
        return ("list", *resolved(node["items"])["properties"])
    return tuple(node.get("properties", ()))
