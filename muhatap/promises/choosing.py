"""Which promise applies to a case: for each clock the one that says most about it."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

DIMENSIONS = ("topic", "kind", "jurisdiction", "plan", "complexity", "channel", "priority", "team")


class UnknownDimension(ValueError):
    """A promise that depends on something a case does not have."""


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """A promise as the charter writes it: its clock and, by dimension, the values it is for."""

    id: str
    clock: str
    when: Mapping[str, Set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for dimension in self.when:
            if dimension not in DIMENSIONS:
                raise UnknownDimension(f"“{dimension}” is not one of {', '.join(DIMENSIONS)}.")


@dataclass(frozen=True, slots=True)
class Considered:
    """What became of one promise: `matched`, and a reason.

    `applies` (chosen), `less_specific`, `weaker_dimension`, `replaced_later`, or `<dimension>_differs`.
    """

    promise: str
    matched: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The promise that applies to one clock, None when none matched, and how each was judged."""

    clock: str
    promise: PromiseRule | None
    trace: tuple[Considered, ...]


def most_specific(promises: Iterable[PromiseRule], facts: Mapping[str, str | None]) -> dict[str, Choice]:
    """For each clock the matching promise that names most dimensions.

    Between equals topic counts before kind, plan, complexity, channel, priority and team; then the later
    in the charter wins.
    """
    by_clock: dict[str, list[PromiseRule]] = {}
    for promise in promises:
        by_clock.setdefault(promise.clock, []).append(promise)
    return {clock: _choice(clock, rules, facts) for clock, rules in by_clock.items()}


def _choice(clock: str, rules: list[PromiseRule], facts: Mapping[str, str | None]) -> Choice:
    differing = [_first_difference(rule, facts) for rule in rules]
    matching = [place for place, difference in enumerate(differing) if difference is None]
    winner = max(matching, key=lambda place: (*_weight(rules[place]), place), default=None)
    trace = []
    for place, (rule, difference) in enumerate(zip(rules, differing, strict=True)):
        if difference is not None:
            trace.append(Considered(rule.id, False, f"{difference}_differs"))
        elif place == winner:
            trace.append(Considered(rule.id, True, "applies"))
        else:
            trace.append(Considered(rule.id, True, _why_not(rule, rules[winner])))
    return Choice(clock, None if winner is None else rules[winner], tuple(trace))


def _first_difference(rule: PromiseRule, facts: Mapping[str, str | None]) -> str | None:
    for dimension in DIMENSIONS:
        if dimension in rule.when and facts.get(dimension) not in rule.when[dimension]:
            return dimension
    return None


def _weight(rule: PromiseRule) -> tuple[int, tuple[bool, ...]]:
    return len(rule.when), tuple(dimension in rule.when for dimension in DIMENSIONS)


def _why_not(rule: PromiseRule, winner: PromiseRule) -> str:
    ours, theirs = _weight(rule), _weight(winner)
    if ours[0] < theirs[0]:
        return "less_specific"
    return "weaker_dimension" if ours < theirs else "replaced_later"
