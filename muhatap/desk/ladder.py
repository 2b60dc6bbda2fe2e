"""The ladder of a case in words: what each step did and whom it told, and which steps are to come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.notifications.models import Notice
from muhatap.promises.clocks import ClockState
from muhatap.promises.delays import REASONS, delay_sentence
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.queries import clocks_of
from muhatap.promises.readings import ClockReading, reading_of
from muhatap.promises.rules import Rule, rule_with_id
from muhatap.ui.durations import business_days_words, duration_words

_OVER = frozenset({ClockState.KEPT, ClockState.MISSED})


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: when it came or comes, what it does, whom it told and what became of its page."""

    name: str
    at: datetime
    is_reached: bool
    is_next: bool
    does: str
    told: tuple[str, ...] = ()
    late: str = ""
    held: bool = False
    page: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one promise, and the reasons that its letter may give."""

    reading: ClockReading
    rungs: tuple[Rung, ...]
    reason: str
    may_choose: bool
    reasons: tuple[tuple[str, str], ...] = field(default=())


def ladders_of(case: Case, at: datetime) -> list[Ladder]:
    """The ladder of every clock of a case that has one, running ones first."""
    told = _told_of(case)
    ladders = []
    for clock in clocks_of(case):
        rule = rule_with_id(clock.promise_id)
        rungs = _rungs(clock, rule, told)
        if not rungs:
            continue
        reading = reading_of(clock, get_language() or case.language, at)
        running = reading.state not in _OVER
        ladders.append(
            Ladder(
                reading=reading,
                rungs=rungs,
                reason=clock.delay_reason,
                may_choose=running and any(step.get("tell_customer") for step in rule.ladder),
                reasons=tuple((each, str(delay_sentence(each))) for each in REASONS),
            )
        )
    ladders.sort(key=lambda ladder: ladder.reading.state in _OVER)
    return ladders


def step_words(threshold: str) -> str:
    """The name of a step."""
    if threshold == "target":
        return _("Target")
    if threshold.endswith("bd-before"):
        return _("%(days)s before") % {"days": business_days_words(int(threshold.removesuffix("bd-before")))}
    return _("%(share)s %%") % {"share": threshold}


def late_words(seconds: int) -> str:
    """How late a step was found."""
    return _("found %(time)s late, after an interruption") % {"time": duration_words(seconds)}


def people_words(to: str) -> str:
    """Whom a step means."""
    kind, _sep, name = to.partition(":")
    match kind:
        case "owner":
            return _("the owner")
        case "supervisor":
            return _("supervisors")
        case "department_head":
            return _("the head of department")
        case "executive":
            return _("the management")
        case "compliance":
            return _("compliance")
        case "on_call":
            return _("those on call")
        case _:
            return name


def _rungs(clock: Clock, rule: Rule, told: Mapping[tuple[int, str], list[str]]) -> tuple[Rung, ...]:
    steps = clock.steps.all()
    reached = {step.threshold for step in steps if step.turn == clock.turn}
    rungs = [_reached(step, rule, told.get((clock.id, step.threshold), [])) for step in steps]
    if clock.stopped_at is None and clock.paused_at is None and rule.ladder:
        moments = rule.of_clock(clock).moments(clock.started_at, clock.ended_pauses)
        coming = [each for each in moments if each.threshold.key not in reached]
        rungs += [
            Rung(
                name=step_words(each.threshold.key),
                at=each.at,
                is_reached=False,
                is_next=place == 0,
                does=_does(rule, each.threshold.key),
            )
            for place, each in enumerate(coming)
        ]
    rungs.sort(key=lambda rung: rung.at)
    return tuple(rungs)


def _reached(step: ClockStep, rule: Rule, told: list[str]) -> Rung:
    late = int((step.reached_at - step.due_at).total_seconds()) if step.is_late_detected else 0
    return Rung(
        name=step_words(step.threshold),
        at=step.due_at,
        is_reached=True,
        is_next=False,
        does=_does(rule, step.threshold),
        told=tuple(told),
        late=late_words(late) if late else "",
        held=step.was_held,
        page=_page(step),
    )


def _page(step: ClockStep) -> str:
    if step.acknowledged_at is not None:
        return _("page answered")
    if step.page_next_at is not None:
        return _("paged %(count)d times, nobody has answered") % {"count": step.page_count}
    return ""


def _does(rule: Rule, threshold: str) -> str:
    said = []
    for step in rule.ladder:
        if str(step["at"]) != threshold:
            continue
        todo, who = step.get("do", ()), people_words(str(step.get("to", "")))
        said += [_("tell %(who)s") % {"who": who}] if "tell" in todo else []
        said += [_("page %(who)s until somebody answers") % {"who": who}] if "page" in todo else []
        said += [_("raise the priority")] if "raise" in todo else []
        said += [_("give the case to the next floor")] if "reassign" in todo else []
        said += [_("write to the customer")] if step.get("tell_customer") else []
    return ", ".join(said)


def _told_of(case: Case) -> dict[tuple[int, str], list[str]]:
    rows = (
        Notice.objects.filter(about_case_id=case.id, kind__in=("clock_broken", "clock_step", "page"))
        .order_by("at", "id")
        .values_list("params", "staff__name")
    )
    told: dict[tuple[int, str], list[str]] = {}
    for params, name in rows:
        for threshold in _thresholds(params):
            names = told.setdefault((int(params.get("clock", 0)), threshold), [])
            if name not in names:
                names.append(name)
    return told


def _thresholds(params: Mapping[str, Any]) -> list[str]:
    return [str(each) for each in params.get("steps", ())]
