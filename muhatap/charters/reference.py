"""The charter reference as Markdown, generated from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES = {
    "object": "section",
    "array": "list",
    "string": "text",
    "integer": "whole number",
    "boolean": "yes or no",
}


def markdown(schema: dict[str, Any]) -> str:
    """Return the reference of every key: path, form, whether required, meaning."""
    lines = [f"# {schema['title']}: reference", "", schema["description"], ""]
    lines += ["Generated from the schema by `muhatap charter schema --markdown`; do not edit by hand.", ""]
    lines += ["## Common forms", "", "| Form | Example | Meaning |", "|---|---|---|"]
    for name, each in schema["$defs"].items():
        lines.append(f"| {name} | {_cell(_example(each))} | {_cell(each['description'])} |")
    lines.append("")
    for name, each in schema["properties"].items():
        required = "Required." if name in schema["required"] else "Optional."
        lines += [f"## `{name}` – {each['title']}", "", f"{each['description']} {required}", ""]
        rows = list(_rows(schema, each, name))
        if rows:
            lines += ["| Key | Form | Needed | Meaning |", "|---|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _rows(schema: dict[str, Any], node: dict[str, Any], path: str) -> Iterator[str]:
    if node.get("type") == "array" and "properties" in node["items"]:
        yield from _rows(schema, node["items"], f"{path}[]")
    elif isinstance(node.get("additionalProperties"), dict) and "properties" in node["additionalProperties"]:
        yield from _rows(schema, node["additionalProperties"], f"{path}.NAME")
    for name, each in node.get("properties", {}).items():
        here = f"{path}.{name}"
        needed = "yes" if name in node.get("required", ()) else "no"
        yield f"| `{here}` | {_cell(_form(each))} | {needed} | {_cell(_meaning(each))} |"
        yield from _rows(schema, each, here)


def _form(node: dict[str, Any]) -> str:
    if "$ref" in node:
        return node["$ref"].rpartition("/")[2]
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return _choices(node["enum"])
    if node["type"] == "array" and "properties" not in node["items"]:
        return f"list of {_form(node['items'])}"
    return _TYPES[node["type"]]


def _choices(choices: list[Any]) -> str:
    if len(choices) > 20:
        return f"`{choices[0]}`, or `{choices[1]}` to `{choices[-1]}`"
    return ", ".join(f"`{each}`" for each in choices)


def _meaning(node: dict[str, Any]) -> str:
    text = node["description"]
    if "default" in node:
        default = {True: "yes", False: "no"}.get(node["default"], node["default"])
        text += f" Default: {default}."
    if node.get("examples"):
        text += f" For example: {_example(node)}."
    return text


def _example(node: dict[str, Any]) -> str:
    return str(node.get("examples", [""])[0])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
