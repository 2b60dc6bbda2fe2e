"""Quick-fix guides: small decision trees of the charter, walked step by step. Pure.

A step has outcomes; each leads to another step, to `solved`, or to the `form`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SOLVED, FORM = "solved", "form"
ENDS = frozenset({SOLVED, FORM})
WORKED, FAILED, SKIPPED = "worked", "not_yet", "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can come of a step: a code, its words (none for the usual ones), and where it leads."""

    code: str
    label: Mapping[str, str]
    leads_to: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try or to look at."""

    code: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    article: str
    outcomes: tuple[Outcome, ...]

    def outcome(self, code: str) -> Outcome | None:
        """The outcome with this code."""
        return next((each for each in self.outcomes if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Guide:
    """A whole guide, as the charter in force writes it."""

    code: str
    name: Mapping[str, str]
    minutes: int
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step | None:
        """The step with this code."""
        return next((each for each in self.steps if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody is: at a step, or at an end (`solved`, `form`)."""

    step: Step | None
    end: str = ""


def guide_from(said: Mapping[str, Any]) -> Guide | None:
    """The guide that a topic's guidance carries; None where there is none."""
    if not said or not said.get("steps"):
        return None
    entries = said["steps"]
    return Guide(
        code=said["code"],
        name=said["name"],
        minutes=said.get("minutes", 0),
        steps=tuple(_step(entry, _following(entries, place)) for place, entry in enumerate(entries)),
    )


def standing_after(guide: Guide, taken: Sequence[Mapping[str, str]]) -> Standing:
    """Where these outcomes lead; one that does not fit the guide any more leads back to its step."""
    at = guide.steps[0]
    for each in taken:
        outcome = at.outcome(each.get("outcome", "")) if each.get("step") == at.code else None
        if outcome is None:
            return Standing(at)
        if outcome.leads_to in ENDS:
            return Standing(None, outcome.leads_to)
        at = guide.step(outcome.leads_to) or at
    return Standing(at)


def ways_of(said: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Where each step of the charter's entries leads, by its code."""
    return {
        entry["code"]: tuple(each.leads_to for each in _step(entry, _following(said, place)).outcomes)
        for place, entry in enumerate(said)
    }


def _following(entries: Sequence[Mapping[str, Any]], place: int) -> str:
    return entries[place + 1]["code"] if place + 1 < len(entries) else FORM


def _step(entry: Mapping[str, Any], following: str) -> Step:
    own = tuple(
        Outcome(each["code"], each["label"], each.get("to") or following) for each in entry.get("answers", ())
    )
    usual = (Outcome(WORKED, {}, SOLVED), Outcome(FAILED, {}, following), Outcome(SKIPPED, {}, following))
    return Step(
        code=entry["code"],
        title=entry["title"],
        text=entry.get("text") or {},
        article=entry.get("article", ""),
        outcomes=own or usual,
    )
