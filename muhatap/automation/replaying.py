"""Trying a rule on what really happened: which cases it would have touched, and what it would have done."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from muhatap.audit.models import Event
from muhatap.automation.actions import Do, Ground, Plan, Refusal, plan
from muhatap.automation.conditions import held_of
from muhatap.automation.grounds import ground_of
from muhatap.automation.loops import LETTERS_PER_RULE_AND_DAY
from muhatap.automation.models import RuleVersion
from muhatap.automation.past import FOLDED, Names, Past, names_of_brand
from muhatap.automation.queries import values_of
from muhatap.automation.triggers import Base
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.promises.models import Clock

DAYS = 30
LOOKED_AT_MOST = 20_000
SHOWN = 25
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """A time at which the rule would have been asked: after an event, or at a moment counted from one."""

    case_id: int
    at: datetime
    seq: int = 0
    base_at: datetime | None = None


@dataclass(slots=True)
class Tried:
    """What a rule would have done; `is_cut` says that only the newest times were looked at."""

    since: datetime
    until: datetime
    looked_at: int = 0
    is_cut: bool = False
    firings: int = 0
    letters: int = 0
    cases: set[int] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    shown: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """As a version keeps it; cases by id and number, never with their words."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "looked_at": self.looked_at,
            "is_cut": self.is_cut,
            "firings": self.firings,
            "cases": len(self.cases),
            "letters": self.letters,
            "done": dict(self.done),
            "refused": dict(self.refused),
            "shown": self.shown,
        }


def replay(version: RuleVersion, brand: Brand, until: datetime, days: int = DAYS) -> Tried:
    """Ask the version at every time of the last days at which it would have been asked, alone and in order.

    Words, files and answers are those of today; status, owner, queue, topic, priority and who wrote last are
    those of that time.
    """
    tried = Tried(since=until - timedelta(days=days), until=until)
    asked = list(_asked(version, brand, tried))
    tried.looked_at, tried.is_cut = len(asked), len(asked) >= LOOKED_AT_MOST
    groups: dict[int, list[_Asked]] = {}
    for each in sorted(asked, key=lambda each: (each.at, each.seq)):
        groups.setdefault(each.case_id, []).append(each)
    names, ground = names_of_brand(brand.id), ground_of(brand.id)
    ids = list(groups)
    for start in range(0, len(ids), _BATCH):
        part = {case_id: groups[case_id] for case_id in ids[start : start + _BATCH]}
        _try_batch(version, part, names, ground, tried)
    tried.shown.sort(key=lambda each: each["at"], reverse=True)
    tried.shown = tried.shown[:SHOWN]
    return tried


def _asked(version: RuleVersion, brand: Brand, tried: Tried) -> Iterator[_Asked]:
    trigger = version.trigger
    span = timedelta(seconds=trigger.seconds)
    if trigger.base is Base.PROMISE:
        yield from _before_promises(brand, span, tried)
        return
    events = Event.objects.filter(
        brand_id=brand.id,
        kind__in=trigger.heard.kinds,
        at__gt=tried.since - span,
        at__lte=tried.until - span,
    ).order_by("-at", "-id")
    for event in events[:LOOKED_AT_MOST]:
        if trigger.heard.hears(event.kind, values_of(event)):
            base = event.at if trigger.is_moment else None
            yield _Asked(event.stream_id, event.at + span, 0 if base else event.seq, base)


def _before_promises(brand: Brand, span: timedelta, tried: Tried) -> Iterator[_Asked]:
    clocks = Clock.objects.filter(
        brand=brand, limit_at__gt=tried.since + span, limit_at__lte=tried.until + span
    ).order_by("-limit_at", "-id")
    rows = clocks.values_list("case_id", "limit_at", "started_at", "stopped_at")
    for case_id, limit_at, started_at, stopped_at in rows[:LOOKED_AT_MOST]:
        moment = limit_at - span
        if started_at <= moment and (stopped_at is None or stopped_at > moment):
            yield _Asked(case_id, moment, 0, limit_at)


def _try_batch(
    version: RuleVersion, groups: dict[int, list[_Asked]], names: Names, ground: Ground, tried: Tried
) -> None:
    cases = Case.objects.select_related("brand", "customer", "chosen_topic").in_bulk(list(groups))
    events: dict[int, list[Event]] = {}
    rows = Event.objects.filter(stream_id__in=list(groups), kind__in=FOLDED).order_by("stream_id", "seq")
    for event in rows.only("stream_id", "seq", "kind", "at", "content"):
        events.setdefault(event.stream_id, []).append(event)
    for case_id, asked in groups.items():
        if case_id in cases:
            _try_case(version, cases[case_id], asked, events.get(case_id, []), (names, ground), tried)


def _try_case(
    version: RuleVersion,
    case: Case,
    asked: Sequence[_Asked],
    events: Sequence[Event],
    known: tuple[Names, Ground],
    tried: Tried,
) -> None:
    names, ground = known
    past, place, written = Past(), 0, list[datetime]()
    for each in asked:
        while place < len(events) and _is_before(events[place], each):
            past.see(events[place])
            place += 1
        if each.base_at is not None and not past.stands(version.when, each.base_at):
            continue
        if not held_of(version.condition, past.put_back(case, names), each.at):
            continue
        planned = _budgeted(plan(version.does, past.then, ground, by_rule=True), written, each.at)
        if any(step.is_done or step.refusal for step in planned.steps):
            past.take(planned.state)
            _count(tried, case, each, planned)


def _is_before(event: Event, asked: _Asked) -> bool:
    return event.seq <= asked.seq if asked.seq else event.at <= asked.at


def _budgeted(planned: Plan, written: list[datetime], at: datetime) -> Plan:
    """The plan without letters that the daily budget would have refused."""
    if not any(step.action.do is Do.LETTER for step in planned.steps):
        return planned
    if sum(each > at - timedelta(days=1) for each in written) < LETTERS_PER_RULE_AND_DAY:
        written.append(at)
        return planned
    steps = tuple(
        replace(step, refusal=Refusal.LETTERS_SPENT) if step.action.do in {Do.LETTER, Do.STATUS} else step
        for step in planned.steps
    )
    return replace(planned, steps=steps)


def _count(tried: Tried, case: Case, asked: _Asked, planned: Plan) -> None:
    tried.firings += 1
    tried.cases.add(case.id)
    for step in planned.steps:
        if step.refusal:
            tried.refused[str(step.refusal)] += 1
        elif step.is_done:
            tried.done[step.action.do.value] += 1
            tried.letters += step.action.do is Do.LETTER
    tried.shown.append(
        {
            "case": case.id,
            "number": case.number,
            "at": asked.at.isoformat(),
            "steps": [step.plain() for step in planned.steps],
        }
    )
