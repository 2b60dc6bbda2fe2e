"""The promises of a brand, read once for each charter version and ready to be reckoned with."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q

from muhatap.brands.models import Brand, CharterVersion
from muhatap.calendars.hours import Pause, Schedule, Span, due_at, extend, legal_due
from muhatap.calendars.schedules import always
from muhatap.calendars.spans import DAYS, SECONDS
from muhatap.cases.models import Case
from muhatap.customers.countries import jurisdiction_of
from muhatap.promises.choosing import PromiseRule, most_specific
from muhatap.promises.ladders import Moment, ladder_moments, next_step_at
from muhatap.promises.models import Clock, Promise
from muhatap.topics.models import Queue

# The acknowledgement has no ladder: it is made within seconds or it is broken.
WITHOUT_LADDER = frozenset({"ack"})
DEFAULT_PAUSE_CAP = timedelta(days=14)
_ANY_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise with its spans and calendar read."""

    promise_id: int
    code: str
    clock: str
    names: dict[str, str]
    target: Span | None
    limit: Span
    schedule: Schedule
    when: dict[str, frozenset[str]]
    pauses: frozenset[str]
    ladder: tuple[dict[str, Any], ...]
    is_public: bool
    pause_cap: timedelta = DEFAULT_PAUSE_CAP
    law: str = ""
    last_day: str = ""
    charter_version: int = 1
    # When a longer time that the law allows began to count for one clock, and until when.
    longer: tuple[datetime, datetime] | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """The thresholds of its ladder, in the charter's words."""
        if self.clock in WITHOUT_LADDER:
            return ("100",)
        return tuple(dict.fromkeys([*(str(step["at"]) for step in self.ladder), "100"]))

    def due(self, started_at: datetime, paused: Sequence[Pause] = ()) -> tuple[datetime | None, datetime]:
        """Target and limit of a clock that starts at this moment; no pause moves a limit of law."""
        target_at = due_at(self.schedule, started_at, self.target) if self.target else None
        if self.target and target_at and paused and not self.law:
            target_at = extend(self.schedule, target_at, self.target, paused)
        return target_at, self.limit_at(started_at, paused)

    def limit_at(self, started_at: datetime, paused: Sequence[Pause] = ()) -> datetime:
        """The limit alone of a clock that starts at this moment."""
        if self.law:
            usual = legal_due(self.schedule, started_at, self.limit, self.last_day or "stay")
            return max(usual, self.longer[1]) if self.longer else usual
        limit_at = due_at(self.schedule, started_at, self.limit)
        return extend(self.schedule, limit_at, self.limit, paused) if paused else limit_at

    def moments(self, started_at: datetime, paused: Sequence[Pause] = ()) -> list[Moment]:
        """When each step of the ladder comes for a clock that starts at this moment."""
        legal = self.due(started_at)[1] if self.law else None
        waited = () if self.law else paused
        found = ladder_moments(self.schedule, started_at, self.limit, self.steps, self.target, waited, legal)
        return [each for each in found if self.longer is None or each.at > self.longer[0]]

    def of_clock(self, clock: Clock) -> "Rule":
        """The same for one clock: with the longer time where it was extended."""
        if clock.extended_at is None or clock.extended_until is None:
            return self
        return replace(self, longer=(clock.extended_at, clock.extended_until))

    def first_step_at(self, started_at: datetime) -> datetime | None:
        """When the first step of the ladder comes."""
        if not self.law:
            elapsed = _elapsed_to_first_step(self.limit, self.target, self.steps)
            if elapsed is not None:
                return started_at.astimezone(UTC) + elapsed
        return next_step_at(self.moments(started_at), ())


@lru_cache(maxsize=512)
def _elapsed_to_first_step(limit: Span, target: Span | None, steps: tuple[str, ...]) -> timedelta | None:
    """How long after its start the first step comes; None where a calendar counts the time."""
    spans = [limit, target] if target else [limit]
    if any(span.unit not in SECONDS for span in spans) or any("bd" in step for step in steps):
        return None
    moments = ladder_moments(always("UTC"), _ANY_START, limit, steps, target)
    first = next_step_at(moments, ())
    return first - _ANY_START if first else None


def rules_of(brand: Brand) -> tuple[Rule, ...]:
    """The brand's promises in force, in the charter's order."""
    return _rules(brand.id, brand.charter_number)


def promises_for(brand: Brand, facts: dict[str, str | None]) -> dict[str, Rule]:
    """For each clock the promise in force that a case with these facts gets; for reading only."""
    return _promises_for(brand.id, brand.charter_number, tuple(facts.items()))


@lru_cache(maxsize=4096)
def _promises_for(
    brand_id: int, charter_number: int, facts: tuple[tuple[str, str | None], ...]
) -> dict[str, Rule]:
    return rules_for(_rules(brand_id, charter_number), dict(facts))


@lru_cache(maxsize=64)
def _rules(brand_id: int, charter_number: int) -> tuple[Rule, ...]:
    rows = Promise.objects.filter(brand_id=brand_id, retired_at__isnull=True).order_by("position", "id")
    return tuple(rule_of(row) for row in rows)


def rules_at(brand: Brand, at: datetime) -> tuple[Rule, ...]:
    """The brand's promises that were in force at a moment, in the charter's order."""
    return _rules_of_version(brand.id, _version_at(brand.id, brand.charter_number, at), brand.charter_number)


def _version_at(brand_id: int, charter_number: int, at: datetime) -> int:
    past = [number for number, applied_at in _versions(brand_id, charter_number) if applied_at <= at]
    return past[-1] if past else _first_version(brand_id, charter_number)


def _first_version(brand_id: int, charter_number: int) -> int:
    known = _versions(brand_id, charter_number)
    return known[0][0] if known else max(charter_number, 1)


@lru_cache(maxsize=64)
def _versions(brand_id: int, charter_number: int) -> tuple[tuple[int, datetime], ...]:
    rows = CharterVersion.objects.filter(brand_id=brand_id).order_by("number")
    return tuple(rows.values_list("number", "applied_at"))


@lru_cache(maxsize=256)
def _rules_of_version(brand_id: int, number: int, charter_number: int) -> tuple[Rule, ...]:
    applied = dict(_versions(brand_id, charter_number)).get(number)
    standing = Q(retired_at__isnull=True)
    if applied is not None:
        standing |= Q(retired_at__gt=applied)
    rows = Promise.objects.filter(standing, brand_id=brand_id, charter_version__lte=number)
    return tuple(rule_of(row) for row in rows.order_by("position", "id"))


@lru_cache(maxsize=4096)
def rule_with_id(promise_id: int) -> Rule:
    """The promise with this id, read once: its row never changes, a changed promise is another row."""
    return rule_of(Promise.objects.get(id=promise_id))


def rule_of(row: Promise) -> Rule:
    """A promise's row, read."""
    return Rule(
        promise_id=row.id,
        code=row.code,
        clock=row.clock,
        names=row.names,
        target=Span.parse(row.target) if row.target else None,
        limit=Span.parse(row.limit),
        schedule=_schedule(json.dumps(row.schedule, sort_keys=True)),
        when={dimension: frozenset(values) for dimension, values in row.conditions.items() if values},
        pauses=frozenset() if row.law else frozenset(row.pauses),
        ladder=tuple(row.ladder),
        is_public=row.is_public,
        pause_cap=_cap(row.pause_cap),
        law=row.law,
        last_day=row.last_day,
        charter_version=row.charter_version,
    )


def _cap(written: str) -> timedelta:
    if not written:
        return DEFAULT_PAUSE_CAP
    span = Span.parse(written)
    if span.unit in DAYS:
        return timedelta(days=span.amount * DAYS[span.unit])
    return timedelta(seconds=span.seconds) if span.unit in SECONDS else DEFAULT_PAUSE_CAP


@lru_cache(maxsize=256)
def _schedule(written: str) -> Schedule:
    return Schedule.from_json(json.loads(written))


def rules_for(rules: Iterable[Rule], facts: dict[str, str | None]) -> dict[str, Rule]:
    """For each clock the promise that applies to a case with these facts."""
    by_code = {rule.code: rule for rule in rules}
    chosen = most_specific(
        [PromiseRule(rule.code, rule.clock, rule.when) for rule in by_code.values()], facts
    )
    return {clock: by_code[choice.promise.id] for clock, choice in chosen.items() if choice.promise}


def rules_for_case(case: Case, complexity: str = "") -> dict[str, Rule]:
    """For each clock the promise of the day of receipt that applies to the case as it is known now."""
    facts = facts_of(case) | {"complexity": complexity or "standard"}
    brand = case.brand
    number = _version_at(brand.id, brand.charter_number, case.received_at)
    return _promises_of_version(brand.id, number, brand.charter_number, tuple(facts.items()))


@lru_cache(maxsize=4096)
def _promises_of_version(
    brand_id: int, number: int, charter_number: int, facts: tuple[tuple[str, str | None], ...]
) -> dict[str, Rule]:
    return rules_for(_rules_of_version(brand_id, number, charter_number), dict(facts))


def facts_of(case: Case) -> dict[str, str | None]:
    """What promises may depend on."""
    return {
        "topic": case.topic.code if case.topic else "",
        "kind": case.kind,
        "channel": case.channel,
        "priority": f"P{case.priority}",
        "jurisdiction": jurisdiction_of(case.brand, case.customer),
        "plan": case.customer.preferences.get("plan", ""),
        "complexity": "standard",
        "team": _team_of(case.queue_id, case.brand.charter_number) if _uses_teams(case.brand) else "",
    }


def _uses_teams(brand: Brand) -> bool:
    return any("team" in rule.when for rule in rules_of(brand))


@lru_cache(maxsize=1024)
def _team_of(queue_id: int | None, charter_number: int) -> str:
    """The team for which a queue's cases wait; a charter version may give it another one."""
    found = Queue.objects.filter(id=queue_id).values_list("team__code", flat=True)
    return found.first() or ""
