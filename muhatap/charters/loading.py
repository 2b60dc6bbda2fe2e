"""YAML text into plain values with the place of each, within limits; nothing is ever constructed by tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from muhatap.charters.errors import CharterErrors, Path, problem_at

MAX_BYTES = 2_000_000
MAX_DEPTH = 16
MAX_VALUES = 20_000
# Comparing the entries of a list with each other takes the square of this.
MAX_ENTRIES = 1_000

_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff￾￿]")
_PLAIN: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_PLAIN |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

Place = tuple[int, int]


@dataclass(frozen=True)
class Loaded:
    """The plain values of a file and where each key and each value stands."""

    values: Any
    key_places: dict[Path, Place]
    value_places: dict[Path, Place]

    def key_place(self, path: Path) -> Place:
        """Return line and column of the key or list entry at the path, or of the nearest thing around it."""
        return _nearest(path, self.key_places, self.value_places)

    def value_place(self, path: Path) -> Place:
        """Return line and column of the value at the path, or of the nearest thing around it."""
        return _nearest(path, self.value_places, self.key_places)


@dataclass
class _Frame:
    values: Any
    path: Path
    anchor: str | None
    first_value: int
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


def load(text: str, source: str) -> Loaded:
    """Return the file's plain values with their places; raise CharterErrors at the first thing not YAML."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise CharterErrors([problem_at((1, 1), (), "too_large", limit=MAX_BYTES // 1_000_000)], source)
    composer = _Composer(source)
    try:
        for event in _events(text):
            composer.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = (error.problem or error.context or "it cannot be read").strip()
        raise CharterErrors([problem_at(place, (), "yaml", reason=reason)], source) from None
    except YAMLError as error:
        # A reader error counts characters, not lines.
        offset = getattr(error, "position", 0) or 0
        place = (text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
        raise CharterErrors([problem_at(place, (), "control_character")], source) from None
    return composer.finished()


def _events(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    return iter(yaml.parse(text.removeprefix("\ufeff")))


def _nearest(path: Path, first: dict[Path, Place], second: dict[Path, Place]) -> Place:
    for end in range(len(path), -1, -1):
        place = first.get(path[:end]) or second.get(path[:end])
        if place:
            return place
    return (1, 1)


class _Composer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0
        self.documents = 0
        self.result: Any = None
        self.key_places: dict[Path, Place] = {}
        self.value_places: dict[Path, Place] = {}

    def take(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(event, "several_documents")
            case MappingEndEvent() | SequenceEndEvent():
                frame = self.stack.pop()
                if frame.anchor:
                    self.anchors[frame.anchor] = (frame.values, self.count - frame.first_value)
            case MappingStartEvent() | SequenceStartEvent():
                self.open(event)
            case ScalarEvent():
                self.scalar(event)
            case AliasEvent():
                self.alias(event)

    def open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        self.check_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(event, "too_deep", limit=MAX_DEPTH)
        values: Any = {} if isinstance(event, MappingStartEvent) else []
        path = self.place(event, values, 1)
        self.stack.append(_Frame(values, path, event.anchor, self.count))

    def scalar(self, event: ScalarEvent) -> None:
        self.check_tag(event)
        if _UNSHOWABLE.search(event.value):
            self.refuse(event, "control_character")
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.values, dict) and frame.key is None:
            self.open_key(event, frame)
            return
        value = _plain_value(event)
        self.place(event, value, 1)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)

    def open_key(self, event: ScalarEvent, frame: _Frame) -> None:
        key = event.value
        line = event.start_mark.line + 1
        if key in frame.seen:
            self.refuse(event, "duplicate_key", at=(*frame.path, key), key=key, first=frame.seen[key])
        frame.seen[key] = line
        frame.key = key
        self.key_places[(*frame.path, key)] = (line, event.start_mark.column + 1)

    def alias(self, event: AliasEvent) -> None:
        name = event.anchor or ""
        if name not in self.anchors:
            self.refuse(event, "alias", name=name)
        value, weight = self.anchors[name]
        self.place(event, value, weight)

    def place(self, event: Event, value: Any, weight: int) -> Path:
        self.count += weight
        if self.count > MAX_VALUES:
            self.refuse(event, "too_many", limit=MAX_VALUES)
        if not self.stack:
            self.result = value
            path: Path = ()
        else:
            path = self.put(event, self.stack[-1], value)
        self.value_places[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        return path

    def put(self, event: Event, frame: _Frame, value: Any) -> Path:
        if len(frame.values) >= MAX_ENTRIES:
            self.refuse(event, "too_long", limit=MAX_ENTRIES)
        if isinstance(frame.values, list):
            frame.values.append(value)
            return (*frame.path, len(frame.values) - 1)
        if frame.key is None:
            self.refuse(event, "key_not_text")
        key, frame.key = frame.key, None
        frame.values[key] = value
        return (*frame.path, key)

    def check_tag(self, event: Any) -> None:
        if event.tag is not None:
            self.refuse(event, "tag", tag=event.tag)

    def refuse(self, event: Event, code: str, *, at: Path | None = None, **params: object) -> NoReturn:
        path = at if at is not None else self.current_path()
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        raise CharterErrors([problem_at(place, path, code, **params)], self.source)

    def current_path(self) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        if isinstance(frame.values, list):
            return (*frame.path, len(frame.values))
        return frame.path if frame.key is None else (*frame.path, frame.key)

    def finished(self) -> Loaded:
        if self.result is None:
            raise CharterErrors([problem_at((1, 1), (), "empty")], self.source)
        if not isinstance(self.result, dict):
            raise CharterErrors([problem_at((1, 1), (), "not_a_mapping")], self.source)
        return Loaded(self.result, self.key_places, self.value_places)


def _plain_value(event: ScalarEvent) -> Any:
    text = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _PLAIN:
        return _PLAIN[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text
