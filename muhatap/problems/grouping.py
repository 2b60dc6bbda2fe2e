"""Which new cases are alike: groups that grow case by case, bounded in number and size. Pure.

Each case joins the group that it resembles most, if it does enough, or begins one (leader clustering,
J. Hartigan, Clustering Algorithms, 1975, ch. 3): one pass, no case is looked at twice, and cases given in
parts make the same groups as all at once. Likeness is the share of a case's words, rare ones weighing
more, that the group's usual words hold; the same error code, provider, promotion or version adds, a
different error code forbids.
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
        usual = {name: counts.most_common(1)[0] for name, counts in self.signs.items() if counts}
        return {name: value for name, (value, count) in usual.items() if count * 2 > len(self.members)}

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


def take_in(memory: Memory, items: Iterable[Item]) -> None:
    """Add cases, which come in the order of their time; at most 200 groups of 300 cases are remembered."""
    for item in items:
        words = frozenset(sorted(item.words)[:WORDS_OF_CASE])
        _forget(memory, item.at - KEPT_FOR)
        telling = _telling(memory, words)
        found = _nearest(memory, telling, item.signs)
        if found is None:
            found = Group(item.id, {}, Counter(), {})
            memory.groups.append(found)
        _join(found, item, words)
        _count(memory, words)
        if len(memory.groups) > GROUPS_AT_MOST:
            memory.groups.remove(min(memory.groups, key=lambda each: (len(each.members), _last(each))))


def likeness(group: Group, weights: Mapping[str, float], signs: Mapping[str, str]) -> float:
    """How much a case is like a group: 0 has nothing in common, 0.5 joins; two error codes are two causes."""
    usual = group.usual_signs
    ours, theirs = signs.get("error_code", ""), usual.get("error_code", "")
    if ours and theirs and ours != theirs:
        return 0.0
    total = sum(weights.values())
    size = len(group.members)
    shared = sum(weight * min(1.0, group.words[word] / size) for word, weight in weights.items())
    same = sum(more for name, more in _SIGNS.items() if signs.get(name) and signs[name] == usual.get(name))
    return (shared / total if total else 0.0) + same


def _nearest(memory: Memory, weights: Mapping[str, float], signs: Mapping[str, str]) -> Group | None:
    best, most = None, ALIKE
    for group in memory.groups:
        # The earliest group wins a tie, so that the same cases always make the same groups.
        found = likeness(group, weights, signs)
        if found > most or (best is None and found >= most):
            best, most = group, found
    return best


def _telling(memory: Memory, words: Iterable[str]) -> dict[str, float]:
    """The words of a case that say something, with their weight: the rarer the heavier."""
    total = memory.cases
    found = {}
    for word in words:
        count = memory.seen.get(word, 0)
        if total >= _COMMON_AFTER and count > total * _COMMON:
            continue
        found[word] = 1.0 + log((total + 1) / (count + 1))
    return found


def _join(group: Group, item: Item, words: frozenset[str]) -> None:
    group.members[item.id] = item.at
    while len(group.members) > MEMBERS_AT_MOST:
        group.members.pop(next(iter(group.members)))
    group.words.update(words)
    if len(group.words) > 2 * WORDS_AT_MOST:
        group.words = Counter(dict(_ranked(group.words)[:WORDS_AT_MOST]))
    for name, value in item.signs.items():
        if name in _SIGNS and value:
            group.signs.setdefault(name, Counter())[value] += 1


def _count(memory: Memory, words: frozenset[str]) -> None:
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


def _last(group: Group) -> datetime:
    return max(group.members.values())


def _ranked(counts: Counter[str]) -> Sequence[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
