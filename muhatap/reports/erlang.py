"""Erlang B and C and what staffing takes from them: pure.

By the recursion B₀ = 1, B_k = A·B_{k−1} / (k + A·B_{k−1}), which neither overflows nor loses digits;
C = B_N / (1 − (A/N)(1 − B_N)).
"""

from dataclasses import dataclass
from math import ceil, exp, inf, isfinite

_MOST_AGENTS = 1_000_000


class NotALoad(ValueError):
    """A volume, time or goal that no service can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What comes in: contacts per period of seconds, and how long each takes (seconds, spread over chats)."""

    contacts: float
    period: float
    handling: float
    at_once: float = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be: NotALoad."""
        for value in (self.contacts, self.period, self.handling, self.at_once):
            if not isfinite(value) or value < 0:
                raise NotALoad("contacts, period, handling time and chats at once are numbers from 0")
        if self.period <= 0 or self.at_once < 1:
            raise NotALoad("the period is longer than nothing, and at least one chat goes at once")

    @property
    def effective_handling(self) -> float:
        """Seconds of an agent that one contact takes."""
        return self.handling / self.at_once

    @property
    def erlangs(self) -> float:
        """The traffic A = λ·AHT."""
        return self.contacts / self.period * self.effective_handling


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """So many are answered within so many seconds, and nobody is busier than this share."""

    share: float = 0.8
    within: float = 20
    occupancy: float = 1.0
    shrinkage: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what cannot be: NotALoad."""
        if not 0 <= self.share < 1 or not isfinite(self.within) or self.within < 0:
            raise NotALoad("a goal is a share below 1 within a number of seconds")
        if not 0 < self.occupancy <= 1 or not 0 <= self.shrinkage < 1:
            raise NotALoad("occupancy is above 0 and at most 1, shrinkage below 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """What so many agents bring; `is_stable` is False where the queue only grows."""

    agents: int
    erlangs: float
    is_stable: bool
    waiting_share: float
    service_level: float
    answer_seconds: float
    occupancy: float
    heads: int


def erlang_b(agents: int, erlangs: float) -> float:
    """The share of calls that find all agents busy where nobody waits (Erlang's loss formula)."""
    blocked = 1.0
    for count in range(1, agents + 1):
        blocked = erlangs * blocked / (count + erlangs * blocked)
    return blocked


def erlang_c(agents: int, erlangs: float) -> float:
    """The share of calls that wait; 1 where there are not more agents than erlangs."""
    if erlangs <= 0:
        return 0.0
    return 1.0 if agents <= erlangs else _waiting(agents, erlangs, erlang_b(agents, erlangs))


def staffing(load: Load, goal: Goal, agents: int) -> Staffing:
    """What this number of agents brings for this load."""
    if agents < 0 or agents > _MOST_AGENTS:
        raise NotALoad("agents are a whole number from 0")
    return _staffing(load, goal, agents, erlang_c(agents, load.erlangs))


def agents_needed(load: Load, goal: Goal) -> Staffing:
    """The fewest agents that reach the goal; none where nothing comes in."""
    erlangs, blocked, count = load.erlangs, 1.0, 0
    if erlangs <= 0:
        return _staffing(load, goal, 0, 0.0)
    if erlangs > _MOST_AGENTS:
        raise NotALoad("more traffic than a million agents can take")
    while True:
        count += 1
        blocked = erlangs * blocked / (count + erlangs * blocked)
        if count <= erlangs or erlangs / count > goal.occupancy:
            continue
        found = _staffing(load, goal, count, _waiting(count, erlangs, blocked))
        if found.service_level >= goal.share:
            return found


def deferred_heads(*, volume: float, handling: float, productive: float, occupancy: float) -> float:
    """Full posts for work that can wait: volume·AHT ÷ (productive seconds · occupancy)."""
    if min(volume, handling) < 0 or productive <= 0 or not 0 < occupancy <= 1:
        raise NotALoad("volume and handling are from 0, productive seconds and occupancy above 0")
    return volume * handling / (productive * occupancy)


def expected_wait(*, position: int, handling: float, agents: int, recent: float | None = None) -> float:
    """Seconds until it is this place's turn: position·AHT ÷ agents, blended with a recent mean wait."""
    if position < 0 or handling < 0 or agents < 0:
        raise NotALoad("position, handling time and agents are from 0")
    if not agents:
        return inf if position else 0.0
    computed = position * handling / agents
    return computed if recent is None else (computed + recent) / 2


def heads_for(agents: float, shrinkage: float) -> int:
    """⌈N ÷ (1 − shrinkage)⌉, without a head too many from the arithmetic of fractions."""
    return ceil(round(agents / (1 - shrinkage), 9))


def _waiting(agents: int, erlangs: float, blocked: float) -> float:
    return blocked / (1 - erlangs / agents * (1 - blocked))


def _staffing(load: Load, goal: Goal, agents: int, waiting: float) -> Staffing:
    erlangs, handling = load.erlangs, load.effective_handling
    if erlangs <= 0:
        level, answer, busy, is_stable = 1.0, 0.0, 0.0, True
    elif agents <= erlangs:
        level, answer, busy, is_stable = 0.0, inf, 1.0, False
    else:
        level = 1 - waiting * exp(-(agents - erlangs) * goal.within / handling)
        answer, busy, is_stable = waiting * handling / (agents - erlangs), erlangs / agents, True
    return Staffing(
        agents=agents,
        erlangs=erlangs,
        is_stable=is_stable,
        waiting_share=waiting,
        service_level=level,
        answer_seconds=answer,
        occupancy=busy,
        heads=heads_for(agents, goal.shrinkage),
    )
