"""Between plain values (what YAML and JSON hold) and the frozen dataclasses of a charter."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, Field, field, fields, is_dataclass
from functools import cache
from typing import Any


def keyed() -> Any:
    """Return a field for entries that the file holds as a mapping from their code."""
    return field(default=(), metadata={"keyed": True})


def pairs() -> Any:
    """Return a field for two-part entries that the file holds as a mapping from first to second."""
    return field(default=(), metadata={"pairs": True})


def from_plain(kind: Any, value: Any) -> Any:
    """Return the plain value, already valid by the schema, as an instance of the kind."""
    kind = _without_none(kind)
    if hasattr(kind, "from_plain"):
        return kind.from_plain(value)
    if is_dataclass(kind):
        return _object(kind, value)
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(from_plain(inner, each) for each in value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def to_plain(value: Any) -> Any:
    """Return the instance as plain values; what equals its default is left out."""
    if hasattr(value, "to_plain"):
        return value.to_plain()
    if is_dataclass(value):
        return {
            each.name: _out(each, getattr(value, each.name)) for each in fields(value) if _shown(each, value)
        }
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    return value


def _object(kind: Any, value: dict[str, Any]) -> Any:
    hints = _hints(kind)
    known = {each.name: each for each in fields(kind)}
    return kind(**{name: _in(known[name], hints[name], each) for name, each in value.items()})


def _in(each: Field[Any], hint: Any, value: Any) -> Any:
    if each.metadata.get("keyed"):
        entry = typing.get_args(hint)[0]
        return tuple(_object(entry, {"code": code, **plain}) for code, plain in value.items())
    if each.metadata.get("pairs"):
        entry = typing.get_args(hint)[0]
        first, second = fields(entry)
        return tuple(_object(entry, {first.name: key, second.name: plain}) for key, plain in value.items())
    return from_plain(hint, value)


def _out(each: Field[Any], value: Any) -> Any:
    if each.metadata.get("keyed"):
        return {entry.code: _without_code(to_plain(entry)) for entry in value}
    if each.metadata.get("pairs"):
        return {
            getattr(entry, fields(entry)[0].name): to_plain(getattr(entry, fields(entry)[1].name))
            for entry in value
        }
    return to_plain(value)


def _shown(each: Field[Any], owner: Any) -> bool:
    return each.default is MISSING or getattr(owner, each.name) != each.default


def _without_code(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name != "code"}


def _without_none(kind: Any) -> Any:
    if isinstance(kind, types.UnionType):
        rest = [each for each in typing.get_args(kind) if each is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
