"""Which new cases are alike: groups that grow case by case, bounded in number and size. Pure.

Each case joins the group that it resembles most, if it does enough, or begins one (leader clustering,
J. Hartigan, Clustering Algorithms, 1975, ch. 3): one pass, no case is looked at twice, and cases given in
parts make the same groups as all at once. Likeness is the share of a case's words, rare ones weighing
more, that the group's usual words hold; the same error code, provider, promotion or version adds, a
different error code forbids. Only groups that hold a word or a sign of the case are weighed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, log
from typing import Any

GROUPS_AT_MOST = 200
MEMBERS_AT_MOST = 300
WORDS_AT_MOST = 40
WORDS_OF_CASE = 60
KEPT_FOR = timedelta(days=30)
ALIKE = 0.5
# What is in more than this share of recent cases tells nothing.
_COMMON = 0.35
_COMMON_AFTER = 30
_SIGNS = {"error_code": 0.6, "promotion": 0.35, "provider": 0.15, "version": 0.15}
_VOCABULARY = 4000
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Item:
    """A case as grouping sees it: its id, when it came, its stems, and what it names."""

    id: int
    at: datetime
    words: frozenset[str]
    signs: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Group:
    """Cases that are alike: the first one names it, `words` says in how many members each word stands."""

    first: int
    members: dict[int, datetime]
    words: Counter[str]
    signs: dict[str, Counter[str]]

    @property
    def usual_signs(self) -> dict[str, str]:
        """What most members name alike."""
        half = len(self.members) / 2
        return {
            name: value
            for name, counts in self.signs.items()
            for value, count in counts.items()
            if count > half
        }

    @property
    def usual_words(self) -> list[str]:
        """Words that more than half of the members hold, the most usual first."""
        return [word for word, count in _ranked(self.words) if count * 2 > len(self.members)]


@dataclass(slots=True)
class Memory:
    """All groups, and how many of the recent cases hold each word."""

    groups: list[Group] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    cases: int = 0

    def as_stored(self) -> dict[str, Any]:
        """As JSON can carry it."""
        return {
            "cases": self.cases,
            "seen": dict(self.seen),
            "groups": [
                {
                    "first": each.first,
                    "members": [[case, at.isoformat()] for case, at in each.members.items()],
                    "words": dict(each.words),
                    "signs": {name: dict(counts) for name, counts in each.signs.items()},
                }
                for each in self.groups
            ],
        }

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> "Memory":
        """What `as_stored` gave."""
        return cls(
            groups=[
                Group(
                    each["first"],
                    {case: datetime.fromisoformat(at) for case, at in each["members"]},
                    Counter(each["words"]),
                    {name: Counter(counts) for name, counts in each["signs"].items()},
                )
                for each in stored.get("groups", ())
            ],
            seen=Counter(stored.get("seen", {})),
            cases=stored.get("cases", 0),
        )


class _Holders:
    """Which groups hold a word or a sign, or once did: a case can be like these alone."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._of_word: dict[str, dict[int, Group]] = {}
        self._of_sign: dict[tuple[str, str], dict[int, Group]] = {}
        self._rank: dict[int, int] = {}
        for group in groups:
            self.add(group, group.words, [(name, value) for name, of in group.signs.items() for value in of])

    def add(self, group: Group, words: Iterable[str], signs: Iterable[tuple[str, str]]) -> None:
        """The group holds these from now on."""
        self._rank.setdefault(group.first, len(self._rank))
        for word in words:
            self._of_word.setdefault(word, {})[group.first] = group
        for sign in signs:
            self._of_sign.setdefault(sign, {})[group.first] = group

    def nearest(self, weights: Mapping[str, float], signs: Mapping[str, str]) -> Group | None:
        """The group that a case with these is most like, if it is enough; of two alike the earlier."""
        total = sum(weights.values()) or 1.0
        groups: dict[int, Group] = {}
        shared: dict[int, float] = {}
        for word, weight in weights.items():
            for first, group in self._of_word.get(word, {}).items():
                if count := group.words.get(word):
                    groups[first] = group
                    shared[first] = shared.get(first, 0.0) + weight * min(1.0, count / len(group.members))
        for sign in signs.items():
            groups |= self._of_sign.get(sign, {})
        least = (ALIKE - sum(_SIGNS.get(name, 0.0) for name in signs)) * total - _ROUNDING
        found = [
            (likeness, -self._rank[first], group)
            for first, group in groups.items()
            if shared.get(first, 0.0) >= least
            and (likeness := _with_signs(shared.get(first, 0.0) / total, group, signs)) >= ALIKE
        ]
        return max(found)[2] if found else None


def take_in(memory: Memory, items: Iterable[Item]) -> None:
    """Add cases, which come in the order of their time; at most 200 groups of 300 cases are remembered."""
    holders = _Holders(memory.groups)
    for item in items:
        words = sorted(item.words)[:WORDS_OF_CASE]
        _forget(memory, item.at - KEPT_FOR)
        found = holders.nearest(_telling(memory, words), item.signs)
        if found is None:
            found = Group(item.id, {}, Counter(), {})
            memory.groups.append(found)
        _join(found, item, words)
        holders.add(found, words, item.signs.items())
        _count(memory, words)
        if len(memory.groups) > GROUPS_AT_MOST:
            _drop_smallest(memory)


def _with_signs(share: float, group: Group, signs: Mapping[str, str]) -> float:
    """How much a case is like a group: 0 has nothing in common, 0.5 joins; two error codes are two causes."""
    if not signs or not group.signs:
        return share
    usual = group.usual_signs
    ours, theirs = signs.get("error_code", ""), usual.get("error_code", "")
    if ours and theirs and ours != theirs:
        return 0.0
    return share + sum(
        more for name, more in _SIGNS.items() if signs.get(name) and signs[name] == usual.get(name)
    )


def _telling(memory: Memory, words: Sequence[str]) -> dict[str, float]:
    """The words of a case that say something, with their weight: the rarer the heavier."""
    total = memory.cases
    found = {}
    for word in words:
        count = memory.seen.get(word, 0)
        if total >= _COMMON_AFTER and count > total * _COMMON:
            continue
        found[word] = 1.0 + log((total + 1) / (count + 1))
    return found


def _join(group: Group, item: Item, words: Sequence[str]) -> None:
    group.members[item.id] = item.at
    while len(group.members) > MEMBERS_AT_MOST:
        group.members.pop(next(iter(group.members)))
    group.words.update(words)
    if len(group.words) > 2 * WORDS_AT_MOST:
        group.words = Counter(dict(_ranked(group.words)[:WORDS_AT_MOST]))
    for name, value in item.signs.items():
        if name in _SIGNS and value:
            group.signs.setdefault(name, Counter())[value] += 1


def _count(memory: Memory, words: Sequence[str]) -> None:
    memory.cases += 1
    memory.seen.update(words)
    if len(memory.seen) > _VOCABULARY:
        memory.seen = Counter(dict(_ranked(memory.seen)[: _VOCABULARY // 2]))
    # Older cases weigh less and less, so that what is common is common now.
    if memory.cases >= 2 * GROUPS_AT_MOST:
        memory.cases //= 2
        memory.seen = Counter({word: count // 2 for word, count in memory.seen.items() if count > 1})


def _forget(memory: Memory, before: datetime) -> None:
    if any(next(iter(each.members.values())) < before for each in memory.groups):
        for group in memory.groups:
            _shrink(group, before)
        memory.groups = [each for each in memory.groups if each.members]


def _shrink(group: Group, before: datetime) -> None:
    kept = {case: at for case, at in group.members.items() if at >= before}
    share = len(kept) / len(group.members)
    if share < 1:
        group.members = kept
        group.words = Counter(
            {word: left for word, count in group.words.items() if (left := ceil(count * share))}
        )
        group.signs = {
            name: Counter({value: ceil(count * share) for value, count in counts.items()})
            for name, counts in group.signs.items()
        }


def _drop_smallest(memory: Memory) -> None:
    """Forget the smallest group; of several, the one that has waited longest for another case."""
    least = min(len(each.members) for each in memory.groups)
    small = [each for each in memory.groups if len(each.members) == least]
    dropped = min(small, key=lambda each: max(each.members.values()))
    memory.groups.remove(dropped)
    # Nothing is like a group that holds nothing.
    dropped.members, dropped.words, dropped.signs = {}, Counter(), {}


def _ranked(counts: Counter[str]) -> Sequence[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
