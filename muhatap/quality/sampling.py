"""Which cases are reviewed: drawn by digest from a kept seed; nobody picks and anybody can draw again.

Pure. The place of a case in the line is SHA-256 of seed, purpose and case id.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Stratum(StrEnum):
    """By what the population is divided, so that each part is looked at."""

    AGENT = "agent"
    CHANNEL = "channel"
    TOPIC = "topic"


class Risk(StrEnum):
    """Why a case is looked at although chance did not draw it."""

    COMPLAINT = "complaint"
    LOW_SCORE = "low_score"
    REOPENED = "reopened"
    SILENCE = "silence"


GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Handled:
    """A case that somebody handled in the period."""

    case: int
    agent: int
    channel: str
    topic: str
    risks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a sample is drawn: parts, cases of each, most by risk, and the percentage that two review."""

    strata: tuple[str, ...] = (Stratum.AGENT,)
    per_stratum: int = 2
    risks: tuple[str, ...] = tuple(Risk)
    most_risky: int = 5
    blind_percent: int = 20

    def as_stored(self) -> dict[str, Any]:
        """The plan as plain values."""
        return {
            "strata": list(self.strata),
            "per_stratum": self.per_stratum,
            "risks": list(self.risks),
            "most_risky": self.most_risky,
            "blind_percent": self.blind_percent,
        }


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case of the sample, why it is there, and whether a second person reviews it blind."""

    handled: Handled
    why: str
    is_blind: bool


def plan_from(stored: Mapping[str, Any]) -> Plan:
    """The plan that was stored."""
    return Plan(
        strata=tuple(stored["strata"]),
        per_stratum=stored["per_stratum"],
        risks=tuple(stored["risks"]),
        most_risky=stored["most_risky"],
        blind_percent=stored["blind_percent"],
    )


def draw(population: Iterable[Handled], seed: str, plan: Plan, goals: Iterable[int] = ()) -> list[Drawn]:
    """The sample: so many of each part, then by risk, then one case of each agent who has a goal."""
    people = sorted(population, key=lambda each: (place(seed, "draw", each.case), each.case))
    chosen: dict[int, tuple[Handled, str]] = {}
    taken: dict[tuple[str, ...], int] = defaultdict(int)
    for each in people:
        part = tuple(_part(each, stratum) for stratum in plan.strata)
        if taken[part] < plan.per_stratum:
            taken[part] += 1
            chosen[each.case] = (each, "stratum")
    risky = [each for each in people if each.case not in chosen and each.risks & set(plan.risks)]
    risky.sort(key=lambda each: -len(each.risks & set(plan.risks)))
    for each in risky[: plan.most_risky]:
        first = next(risk for risk in plan.risks if risk in each.risks)
        chosen[each.case] = (each, first)
    seen = {each.agent for each, _ in chosen.values()}
    for agent in sorted(set(goals) - seen):
        found = next((each for each in people if each.agent == agent), None)
        if found is not None:
            chosen[found.case] = (found, GOAL)
    blind = _blind(chosen, seed, plan.blind_percent)
    return [Drawn(each, why, each.case in blind) for each, why in chosen.values()]


def place(seed: str, purpose: str, case: int) -> str:
    """Where a case stands in the line of a seed."""
    return hashlib.sha256(f"{seed}|{purpose}|{case}".encode()).hexdigest()


def packed(population: Sequence[Handled]) -> list[list[Any]]:
    """The population as it is kept, in the order of the cases; ids as text: JSON numbers are shorter."""
    return [
        [str(each.case), str(each.agent), each.channel, each.topic, sorted(each.risks)]
        for each in sorted(population, key=lambda each: each.case)
    ]


def unpacked(kept: Iterable[Sequence[Any]]) -> list[Handled]:
    """The population that was kept."""
    return [
        Handled(int(case), int(agent), channel, topic, frozenset(risks))
        for case, agent, channel, topic, risks in kept
    ]


def _blind(chosen: Iterable[int], seed: str, percent: int) -> set[int]:
    cases = sorted(chosen, key=lambda case: place(seed, "blind", case))
    return set(cases[: -(-len(cases) * percent // 100)])


def _part(each: Handled, stratum: str) -> str:
    match stratum:
        case Stratum.AGENT:
            return str(each.agent)
        case Stratum.CHANNEL:
            return each.channel
        case _:
            return each.topic
