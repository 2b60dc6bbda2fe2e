"""Every text that the product shows to people: found in code and templates, without gettext's programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

# How many leading arguments are context, message and plural, by the name of the function.
SHAPES = {
    "gettext": "m", "gettext_lazy": "m", "gettext_noop": "m", "_": "m",
    "ngettext": "mp", "ngettext_lazy": "mp",
    "pgettext": "cm", "pgettext_lazy": "cm",
    "npgettext": "cmp", "npgettext_lazy": "cmp",
}  # fmt: skip
# Where the schema of charters gives title and explanation to what its forms show: the place of the title.
TITLED = {
    "line": 0, "text": 0, "flag": 0, "whole": 0, "section": 0, "piece": 1, "several": 1, "listing": 1,
    "several_of": 1, "one_of": 1, "keyed": 1,
}  # fmt: skip
QUOTED = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext(?:_lazy|_noop)?|_)\(\s*({QUOTED}(?:\s*,\s*{QUOTED})*)")


class Shown(NamedTuple):
    """A text as the catalogue knows it, and the file and line where it stands."""

    context: str | None
    msgid: str
    plural: str | None
    path: Path
    line: int


class NotConstant(ValueError):
    """A text is put together before it is translated; the message names file and line."""


def shown_texts(package: Path) -> Iterator[Shown]:
    """Every translatable text below a package, in the order of files and lines."""
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_python(path)
    for path in sorted(package.glob("**/templates/**/*")):
        if path.is_file():
            yield from _in_template(path)


def _in_schema(path: Path) -> Iterator[Shown]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        said = _titled(node)
        for shape, argument in zip(("cm", "m"), said, strict=False):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                texts = ["charter", argument.value] if shape == "cm" else [argument.value]
                yield _shown(shape, texts, path, node.lineno)


def _titled(node: ast.AST) -> list[ast.expr]:
    """Title and explanation that a part of the schema is given, by call or as a plain mapping."""
    if isinstance(node, ast.Dict):
        named = {
            getattr(key, "value", None): value for key, value in zip(node.keys, node.values, strict=True)
        }
        return [named["title"], named["description"]] if {"title", "description"} <= named.keys() else []
    place = TITLED.get(getattr(getattr(node, "func", None), "id", ""))
    return node.args[place : place + 2] if isinstance(node, ast.Call) and place is not None else []


def _in_python(path: Path) -> Iterator[Shown]:
    if path.parent.name == "schema" and path.name != "packs.py":
        yield from _in_schema(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aliases = _aliases(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        shape = SHAPES.get(aliases.get(name, name))
        if shape is None or (name == "_" and len(node.args) != 1):
            continue
        texts = [argument.value for argument in node.args[: len(shape)] if isinstance(argument, ast.Constant)]
        if len(texts) < len(shape) and name in aliases:
            # Under another name texts are translated that stand elsewhere, as those of the schema.
            continue
        if len(texts) < len(shape):
            raise NotConstant(f"{path}:{node.lineno}: give {name}() a plain text with placeholders")
        yield _shown(shape, texts, path, node.lineno)


def _aliases(tree: ast.Module) -> dict[str, str]:
    """The functions of gettext that a module imports under another name than `_`."""
    return {
        each.asname: each.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
        if each.asname not in {None, "_"}
    }


def _in_template(path: Path) -> Iterator[Shown]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in CALL.finditer(source):
        shape = SHAPES[call[1]]
        texts = [ast.literal_eval(text) for text in re.findall(QUOTED, call[2])]
        yield _shown(shape, texts, path, source.count("\n", 0, call.start()) + 1)


def _shown(shape: str, texts: list[str], path: Path, line: int) -> Shown:
    named = dict(zip(shape, texts, strict=False))
    return Shown(named.get("c"), named["m"], named.get("p"), path, line)
