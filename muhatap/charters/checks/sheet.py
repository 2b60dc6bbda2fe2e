"""The sheet on which checks note their problems, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from muhatap.charters.conforming import nearest
from muhatap.charters.errors import Path, Problem, problem_at
from muhatap.charters.loading import Loaded


class Sheet:
    """The values of one file and the problems found in it so far."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.values: dict[str, Any] = loaded.values
        self.problems: list[Problem] = []

    def note(self, path: Path, code: str, **params: object) -> None:
        """Note a problem of the value at the path."""
        self.problems.append(problem_at(self.loaded.value_place(path), path, code, **params))

    def note_key(self, path: Path, code: str, **params: object) -> None:
        """Note a problem of the key or list entry at the path."""
        self.problems.append(problem_at(self.loaded.key_place(path), path, code, **params))

    def line_of(self, path: Path) -> int:
        """Return the line of the value at the path, counted from 1."""
        return self.loaded.value_place(path)[0]

    def entries(self, section: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Yield the path and the value of every entry of a section that is a mapping or a list."""
        value = self.values.get(section, {})
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield (section, key), value[key]

    def must_exist(self, path: Path, value: str, what: str, known: Iterable[str]) -> None:
        """Note a problem if the value does not name one of the known things."""
        choices = list(known)
        if not value or value in choices:
            return
        near = nearest(value, choices)
        if near:
            self.note(path, "unknown_reference_near", what=what, value=value, near=near)
        else:
            listed = ", ".join(choices[:30]) or "–"
            self.note(path, "unknown_reference", what=what, value=value, choices=listed)

    def must_differ(self, places: Iterable[tuple[Path, str]], what: str) -> None:
        """Note a problem for each value that an earlier place has already used."""
        first: dict[str, Path] = {}
        for path, value in places:
            if value in first:
                self.note(path, "duplicate_id", what=what, value=value, first=self.line_of(first[value]))
            else:
                first[value] = path
