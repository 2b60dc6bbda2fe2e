"""Who gets which case: pure, deterministic, and able to say why.

Cases go in the order of urgency, then of waiting. Each goes to the customer's own account manager, or to
whoever stands in for that person, or to one of those who fit and have room: in turn, or to the least loaded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# So long a wait counts as much as one step of urgency, so that nothing waits for ever.
AGE = timedelta(hours=4)
# However long others wait, an emergency (P1) goes first.
_MOST_URGENT_BY_AGE = 2
USUAL_POINTS = 10
USUAL_WEIGHTS: Mapping[str, int] = {"phone": 5, "live_chat": 3}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Strategy(StrEnum):
    """How one is chosen among equals."""

    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


class Rule(StrEnum):
    """What decided that a person got a case."""

    ACCOUNT_MANAGER = "account_manager"
    DELEGATE = "delegate"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    ONLY_ONE = "only_one"
    ASKED_AGAIN = "asked_again"


class Obstacle(StrEnum):
    """Why a case stays in its queue, from the first that must be met to the last."""

    NO_TEAM = "no_team"
    NOBODY_SKILLED = "nobody_skilled"
    NO_LANGUAGE = "no_language"
    NOBODY_HERE = "nobody_here"
    ALL_FULL = "all_full"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could get a case, as she stands now."""

    id: int
    is_here: bool
    queues: frozenset[int] = frozenset()
    brands: frozenset[int] = frozenset()
    skills: frozenset[tuple[int, str]] = frozenset()
    # Empty: every language.
    languages: frozenset[str] = frozenset()
    points: int = USUAL_POINTS
    load: int = 0
    most: Mapping[str, int] = field(default_factory=dict)
    carried: Mapping[str, int] = field(default_factory=dict)
    last_given_at: datetime | None = None
    delegate: int | None = None

    def has_room(self, case: "Waiting") -> bool:
        """Whether she can carry one more case of this channel and weight."""
        most = self.most.get(case.channel)
        if most is not None and self.carried.get(case.channel, 0) >= most:
            return False
        return self.load + case.weight <= self.points

    def with_case(self, case: "Waiting", at: datetime) -> "Person":
        """The same person with one more case."""
        carried = {**self.carried, case.channel: self.carried.get(case.channel, 0) + 1}
        return replace(self, load=self.load + case.weight, carried=carried, last_given_at=at)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits in a queue; `let_go` are those who had it and did not answer, in order."""

    id: int
    brand: int
    queue: int
    channel: str
    weight: int
    priority: int
    since: datetime
    language: str
    needs: frozenset[str] = frozenset()
    strategy: Strategy = Strategy.ROUND_ROBIN
    manager: int | None = None
    let_go: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a waiting case: a person and the rule, or the obstacle."""

    case: Waiting
    staff: int | None
    rule: Rule | None = None
    obstacle: Obstacle | None = None
    among: int = 0
    load: int = 0
    points: int = 0
    lacks: tuple[str, ...] = ()


def urgency(case: Waiting, at: datetime) -> tuple[int, datetime, int]:
    """The place of a case in the line; the smallest goes first."""
    steps = max(0, int((at - case.since) / AGE))
    aged = max(_MOST_URGENT_BY_AGE, case.priority - steps)
    return (min(case.priority, aged), case.since, case.id)


def decide(cases: Iterable[Waiting], people: Iterable[Person], at: datetime) -> list[Decision]:
    """Decide about each case in turn; whoever gets one carries it when the next is decided."""
    standing = {person.id: person for person in people}
    decisions: list[Decision] = []
    for case in sorted(cases, key=lambda each: urgency(each, at)):
        decision = _decide(case, standing, at)
        if decision.staff is not None:
            carrying = standing[decision.staff].with_case(case, at)
            standing[decision.staff] = carrying
            decision = replace(decision, load=carrying.load, points=carrying.points)
        decisions.append(decision)
    return decisions


def _decide(case: Waiting, people: Mapping[int, Person], at: datetime) -> Decision:
    named = _named(case, people)
    if named is not None:
        return named
    obstacle, fitting, lacks = _fitting(case, people.values())
    if obstacle is not None:
        return Decision(case, None, obstacle=obstacle, lacks=lacks)
    fresh = [person for person in fitting if person.id not in case.let_go]
    roomy = [person for person in fresh if person.has_room(case)]
    if roomy:
        return _one_of(case, roomy)
    again = [person for person in fitting if person.id in case.let_go and person.has_room(case)]
    # Whoever has not been asked comes first, also when she is busy now.
    if fresh or not again:
        return Decision(case, None, obstacle=Obstacle.ALL_FULL)
    first = min(again, key=lambda person: (_last_place(case.let_go, person.id), person.id))
    return Decision(case, first.id, Rule.ASKED_AGAIN, among=len(again))


def _named(case: Waiting, people: Mapping[int, Person]) -> Decision | None:
    """The account manager, or who stands in for her; None where neither is here, fits and has room."""
    manager = people.get(case.manager) if case.manager is not None else None
    if manager is None:
        return None
    rule, person = Rule.ACCOUNT_MANAGER, manager
    if not manager.is_here:
        rule, person = Rule.DELEGATE, people.get(manager.delegate or 0)
    if person is None or not person.is_here or person.id in case.let_go:
        return None
    fits = case.brand in person.brands and _is_skilled(case, person) and _speaks(case, person)
    return Decision(case, person.id, rule, among=1) if fits and person.has_room(case) else None


def _fitting(
    case: Waiting, people: Iterable[Person]
) -> tuple[Obstacle | None, list[Person], tuple[str, ...]]:
    team = [person for person in people if case.queue in person.queues and case.brand in person.brands]
    if not team:
        return Obstacle.NO_TEAM, [], ()
    skilled = [person for person in team if _is_skilled(case, person)]
    if not skilled:
        held = {code for person in team for brand, code in person.skills if brand == case.brand}
        return Obstacle.NOBODY_SKILLED, [], tuple(sorted(case.needs - held or case.needs))
    speaking = [person for person in skilled if _speaks(case, person)]
    if not speaking:
        return Obstacle.NO_LANGUAGE, [], (case.language,)
    here = [person for person in speaking if person.is_here]
    return (None, here, ()) if here else (Obstacle.NOBODY_HERE, [], ())


def _one_of(case: Waiting, roomy: list[Person]) -> Decision:
    if len(roomy) == 1:
        return Decision(case, roomy[0].id, Rule.ONLY_ONE, among=1)
    if case.strategy is Strategy.LEAST_LOADED:
        rule = Rule.LEAST_LOADED
        # Compared as fractions: who may carry more gets more.
        chosen = min(roomy, key=lambda each: ((each.load + case.weight) / each.points, *_turn(each)))
    else:
        rule = Rule.ROUND_ROBIN
        chosen = min(roomy, key=_turn)
    return Decision(case, chosen.id, rule, among=len(roomy))


def _turn(person: Person) -> tuple[datetime, int, int]:
    return (person.last_given_at or _NEVER, person.load, person.id)


def _is_skilled(case: Waiting, person: Person) -> bool:
    return all((case.brand, code) in person.skills for code in case.needs)


def _speaks(case: Waiting, person: Person) -> bool:
    return not person.languages or case.language in person.languages


def _last_place(let_go: tuple[int, ...], staff_id: int) -> int:
    return max(place for place, each in enumerate(let_go) if each == staff_id)
