"""The derivation of a clock that stands in the table, from what it stored: its promise, start and pauses."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import override

from muhatap.calendars.explaining import Step
from muhatap.cases.models import Case
from muhatap.promises.choosing import PromiseRule, most_specific
from muhatap.promises.deriving import Run, Waited, derive
from muhatap.promises.explaining import Audience, line_words
from muhatap.promises.lifecycle import COURSES, Happening
from muhatap.promises.longer import pause_cap
from muhatap.promises.models import Clock
from muhatap.promises.rules import facts_of, rule_with_id, rules_at


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line of a derivation with its words; `params` are as programs read them."""

    code: str
    text: str
    params: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The line as programs read it."""
        return {"code": self.code, "text": self.text, **self.params}


def derivation_of(clock: Clock, case: Case) -> tuple[Step, ...]:
    """Why this clock has these times; computed on reading, from the promise of the day on which it began."""
    rule = rule_with_id(clock.promise_id)
    beside, stays = _choice(clock, case)
    return derive(
        rule,
        Run(
            started_at=clock.started_at,
            target_at=clock.target_at,
            limit_at=clock.limit_at,
            because=_because(clock, case),
            waits=_waits(clock),
            beside=beside,
            stays=stays,
            may_wait=pause_cap(clock),
            extended_at=clock.extended_at,
        ),
    )


def told_lines(clock: Clock, case: Case, audience: Audience, language: str) -> list[ToldLine]:
    """The derivation in words for staff or for the customer."""
    with override(language):
        return [
            ToldLine(line.code, words, _plain(line, audience))
            for line in derivation_of(clock, case)
            if (words := line_words(line, audience))
        ]


def _choice(clock: Clock, case: Case) -> tuple[tuple[dict[str, object], ...], bool]:
    """The other promises that fit what the case is about now, and whether one of them would be chosen."""
    rules = [rule for rule in rules_at(case.brand, clock.started_at) if rule.clock == clock.name]
    by_code = {rule.code: rule for rule in rules}
    own = rule_with_id(clock.promise_id)
    facts = facts_of(case) | {"complexity": "complex" if "complexity" in own.when else "standard"}
    choices = most_specific([PromiseRule(rule.code, rule.clock, rule.when) for rule in rules], facts)
    choice = choices.get(clock.name)
    if choice is None:
        return (), False
    if choice.promise is not None and choice.promise.id != own.code:
        return (), True
    beside = [
        {"promise": each.promise, "names": by_code[each.promise].names, "reason": each.reason}
        for each in choice.trace
        if each.matched and each.promise != own.code
    ]
    return tuple(beside), False


def _because(clock: Clock, case: Case) -> str:
    starts = COURSES[clock.name].starts if clock.name in COURSES else frozenset()
    if clock.name == "next_reply":
        return Happening.CUSTOMER_WROTE
    if clock.started_at == case.received_at:
        return Happening.OPENED
    if case.dissatisfied_at == clock.started_at:
        return Happening.OBJECTED
    if clock.name == "update":
        return Happening.CUSTOMER_INFORMED
    milestones = starts - {Happening.OPENED, Happening.OBJECTED, Happening.REOPENED}
    if milestones:
        return min(milestones)
    return Happening.REOPENED if Happening.REOPENED in starts else "now_applies"


def _waits(clock: Clock) -> tuple[Waited, ...]:
    ended = [
        Waited(
            datetime.fromisoformat(each[0]),
            datetime.fromisoformat(each[1]),
            each[2] if len(each) > 2 else "",
            len(each) > 3,
        )
        for each in clock.pauses
    ]
    if clock.paused_at is not None:
        ended.append(Waited(clock.paused_at, None, clock.pause_reason))
    return tuple(ended)


def _plain(line: Step, audience: Audience) -> dict[str, Any]:
    params = dict(line.params)
    if audience is Audience.CUSTOMER and line.code == "rule":
        params.pop("conditions", None)
    return json.loads(json.dumps(params, default=_iso))


def _iso(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def with_words(lines: Iterable[ToldLine]) -> list[str]:
    """The lines' words alone."""
    return [line.text for line in lines]
