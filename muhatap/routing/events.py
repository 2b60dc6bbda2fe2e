"""What routing can do to a case, and what can be set about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from muhatap.cases.events import CaseFact
from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class CaseRouted(CaseFact):
    """A case was given to a person; `rule` decided, the rest is what it decided from.

    `waited_seconds` is how long the case had waited, `among` how many could have had it, `load` and `points`
    how much she carries with it and may carry.
    """

    kind: ClassVar[str] = "case.routed"

    staff: int
    rule: str
    queue: int
    priority: int
    waited_seconds: int
    among: int
    load: int
    points: int
    skills: tuple[str, ...]
    manager: int | None
    returns_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseFact):
    """A case went back to its queue: `unanswered` for so many minutes, or its owner is `absent`."""

    kind: ClassVar[str] = "case.returned"

    staff: int
    reason: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class QueueRoutingSet(BrandFact):
    """How the cases of a queue are given out was changed."""

    kind: ClassVar[str] = "routing.queue_set"

    queue: int
    is_on: bool
    strategy: str
    return_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class WeightsSet(BrandFact):
    """How much a case of each channel weighs was changed."""

    kind: ClassVar[str] = "routing.weights_set"

    weights: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SkillSet(BrandFact):
    """A skill was made or changed: which topics, queues and plans need it; or it was removed."""

    kind: ClassVar[str] = "routing.skill_set"

    code: str
    topics: tuple[str, ...]
    queues: tuple[str, ...]
    plans: tuple[str, ...]
    removed: bool


@dataclass(frozen=True, kw_only=True)
class LimitsSet(BrandFact):
    """What a person can carry at once, and in which languages she answers, was changed."""

    kind: ClassVar[str] = "routing.limits_set"

    staff: int
    points: int
    channels: dict[str, Any]
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SkillGiven(BrandFact):
    """A person has a skill between two days, both included; without a last day for good."""

    kind: ClassVar[str] = "routing.skill_given"

    staff: int
    skill: str
    valid_from: str
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class SkillTaken(BrandFact):
    """A person no longer has a skill."""

    kind: ClassVar[str] = "routing.skill_taken"

    staff: int
    skill: str


@dataclass(frozen=True, kw_only=True)
class AccountManagerNamed(BrandFact):
    """A customer has a named person, or nobody any more."""

    kind: ClassVar[str] = "routing.account_manager_named"

    customer: int
    staff: int | None
