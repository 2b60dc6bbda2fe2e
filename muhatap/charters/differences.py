"""What is different between two charters, place by place: pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from muhatap.charters.schema.pieces import LANGUAGES
from muhatap.charters.shape import CharterDocument

# By which key entries of a list are recognised; other lists are compared as a whole.
_NAMES = ("code", "id", "name", "at")
_LANGUAGES = frozenset(LANGUAGES)


class Sort(StrEnum):
    """What happened to a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where (keys and codes from the root), what happened, and the plain values."""

    place: tuple[str, ...]
    path: str
    sort: Sort
    before: Any = None
    after: Any = None

    def to_plain(self) -> dict[str, Any]:
        """The change for programs."""
        said = {"path": self.path, "change": self.sort.value}
        return said | {"before": self.before, "after": self.after}


def differences(before: CharterDocument | None, after: CharterDocument) -> tuple[Change, ...]:
    """Every difference in the order of the file; none exactly when both are the same charter."""
    return plain_differences(before.to_json() if before else {}, after.to_json())


def plain_differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    """Every difference between the plain values of two charters, which need not be without faults."""
    return tuple(_of_mapping((), "", old, new))


def entry_name(entry: Any) -> str:
    """By what an entry of a list is recognised, or nothing."""
    named = entry if isinstance(entry, dict) else {}
    return next((str(named[key]) for key in _NAMES if isinstance(named.get(key), str | int)), "")


def is_text(value: Any) -> bool:
    """Whether a plain value is a text in several languages."""
    if not isinstance(value, dict) or not value or not value.keys() <= _LANGUAGES:
        return False
    return all(isinstance(each, str) for each in value.values())


def _of_mapping(
    place: tuple[str, ...], path: str, old: dict[str, Any], new: dict[str, Any]
) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        inner = f"{path}.{key}" if path else key
        yield from _of_entry((*place, key), inner, old.get(key), new.get(key))
    yield from _order(place, path, list(old), list(new))


def _of_list(place: tuple[str, ...], path: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    by_old, by_new = _by_name(old), _by_name(new)
    if by_old is None or by_new is None:
        if not _same(old, new):
            yield Change(place, path, Sort.CHANGED, old, new)
        return
    for name in [*by_new, *(name for name in by_old if name not in by_new)]:
        yield from _of_entry((*place, name), f"{path}[{name}]", by_old.get(name), by_new.get(name))
    yield from _order(place, path, list(by_old), list(by_new))


def _of_entry(place: tuple[str, ...], path: str, old: Any, new: Any) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            sort = Sort.ADDED if old is None else Sort.REMOVED
            yield Change(place, path, sort, old, new)
    elif isinstance(old, dict) and isinstance(new, dict) and not (is_text(old) and is_text(new)):
        yield from _of_mapping(place, path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_list(place, path, old, new)
    elif not _same(old, new):
        yield Change(place, path, Sort.CHANGED, old, new)


def _order(place: tuple[str, ...], path: str, old: list[str], new: list[str]) -> Iterator[Change]:
    """People see groups and queues in this order, and later promises go before earlier ones."""
    kept_old, kept_new = [each for each in old if each in new], [each for each in new if each in old]
    if kept_old != kept_new:
        yield Change(place, path or "charter", Sort.REORDERED, kept_old, kept_new)


def _by_name(entries: list[Any]) -> dict[str, Any] | None:
    if not all(isinstance(each, dict) for each in entries):
        return None
    for key in _NAMES:
        names = [each.get(key) for each in entries]
        if all(isinstance(name, str | int) for name in names) and len({*map(str, names)}) == len(names):
            return {str(name): each for name, each in zip(names, entries, strict=True)}
    return None


def _same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and old == new
