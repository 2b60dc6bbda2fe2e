"""Carrying the changes of a draft over to a charter that was applied meanwhile: place by place."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from muhatap.charters.differences import Change, Sort, entry_name, plain_differences

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """The values after carrying over, and the pairs (mine, theirs) of changes that meet at one place."""

    values: Values
    collisions: tuple[tuple[Change, Change], ...]


def carry_over(base: Values, mine: Values, theirs: Values, *, keep: str = "theirs") -> Carried:
    """Put what the draft changed since its base upon the charter that runs by now.

    Where both changed the same place or one within the other, `keep` says whose change stays: "mine" or
    "theirs". Where both made the same change nothing collides.
    """
    own, others = plain_differences(base, mine), plain_differences(base, theirs)
    made = [(each.place, each.sort, each.after) for each in others]
    fresh = [each for each in own if (each.place, each.sort, each.after) not in made]
    collisions = tuple((one, other) for one in fresh for other in others if _meet(one, other))
    lost = {id(one) for one, _ in collisions} if keep == "theirs" else set()
    values = copy.deepcopy(theirs)
    for change in fresh:
        if id(change) not in lost:
            _apply(values, change)
    return Carried(values, collisions)


def taken_back(running: Values, draft: Values, path: str) -> Values:
    """Return the draft with one of its differences to what runs undone; unchanged where there is none."""
    values = copy.deepcopy(draft)
    for change in plain_differences(draft, running):
        if change.path == path:
            _apply(values, change)
    return values


def _meet(one: Change, other: Change) -> bool:
    shorter = min(len(one.place), len(other.place))
    return one.place[:shorter] == other.place[:shorter]


def _apply(values: Values, change: Change) -> None:
    *way, last = change.place or ("",)
    here: Any = values
    for step in way:
        here = _entry(here, step)
        if here is None:
            return
    if change.sort is Sort.REORDERED:
        _reorder(_entry(here, last) if change.place else values, change.after)
    elif isinstance(here, list):
        _replace(here, last, change.after)
    elif change.after is None:
        here.pop(last, None)
    else:
        here[last] = copy.deepcopy(change.after)


def _entry(here: Any, step: str) -> Any:
    if isinstance(here, dict):
        return here.get(step)
    return next((each for each in here if entry_name(each) == step), None)


def _replace(here: list[Any], name: str, after: Any) -> None:
    places = [index for index, each in enumerate(here) if entry_name(each) == name]
    if places and after is None:
        del here[places[0]]
    elif places:
        here[places[0]] = copy.deepcopy(after)
    elif after is not None:
        here.append(copy.deepcopy(after))


def _reorder(entries: Any, order: Sequence[str]) -> None:
    """Put the named ones into this order, each into a place that one of them holds."""
    rank = {name: place for place, name in enumerate(order)}
    if isinstance(entries, list):
        held = [index for index, each in enumerate(entries) if entry_name(each) in rank]
        sorted_ = sorted((entries[index] for index in held), key=lambda each: rank[entry_name(each)])
        for index, each in zip(held, sorted_, strict=True):
            entries[index] = each
    elif isinstance(entries, dict):
        keys = list(entries)
        inner = iter(sorted((key for key in keys if key in rank), key=rank.__getitem__))
        ordered = {key: entries[key] for key in (next(inner) if key in rank else key for key in keys)}
        entries.clear()
        entries.update(ordered)
