"""The page of one breach: its clocks by law, what is decided, what is missing, and every step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from muhatap.approvals.queries import proposal_waiting
from muhatap.desk.registers.wording import CATEGORIES, HARMED, LACKS, RISKS, STATES, STEPS
from muhatap.privacy.breach_keeping import still_lacking
from muhatap.privacy.breach_rules import (
    Step,
    Tell,
    due_at,
    may_stay_silent,
    must_tell_people,
    rules_for,
    step_at,
)
from muhatap.privacy.models import Breach, BreachStep
from muhatap.privacy.operations.breach_telling import SILENT
from muhatap.privacy.queries.breaches import authority_due_at, reports_of, risk_words_of, steps_of
from muhatap.problems.queries import notices_of, recipients_of
from muhatap.ui.dates import moment_words

_CLOCK = {Step.RUNNING: "calm", Step.WARNED: "soon", Step.PRESSING: "soon", Step.LATE: "late"}


@dataclass(frozen=True, slots=True)
class LawFace:
    """One law: until when the authority hears of it, how far that is, and whom else it wants told."""

    law: str
    authority: str
    due_at: datetime | None
    state: str
    people: str


def breach_face(breach: Breach, at: datetime) -> dict[str, Any]:
    """Everything that the page shows of a breach."""
    rules = rules_for(breach.countries)
    risk = risk_words_of(breach)
    reports = reports_of(breach)
    is_told = bool(reports) or breach.authority == "silent"
    return {
        "state": STATES[breach.state],
        "laws": [_law(breach, rule, is_told, at) for rule in rules],
        "risk": RISKS[risk],
        "harmed": [HARMED[each] for each in breach.harmed if each in HARMED],
        "categories": [CATEGORIES[each] for each in breach.categories if each in CATEGORIES],
        "reports": reports,
        "steps": [(each, step_words(each, at)) for each in steps_of(breach)],
        "lacking": [LACKS[each] for each in still_lacking(breach)] if breach.aware_at else [],
        "silent": proposal_waiting(breach.brand, SILENT, str(breach.id), at),
        "may_be_silent": bool(risk) and may_stay_silent(rules, risk),
        "must_tell": bool(risk) and must_tell_people(rules, risk),
        "is_late": breach.aware_at is not None and not is_told and authority_due_at(breach) < at,
        "notices": _notices(breach),
    }


def list_line(breach: Breach, at: datetime) -> tuple[Breach, object, object, datetime | None, str]:
    """A breach in the list: its state, risk, and until when the authority hears of it."""
    if breach.aware_at is None or not breach.is_open or breach.authority == "silent" or reports_of(breach):
        return breach, STATES[breach.state], RISKS[risk_words_of(breach)], None, ""
    due = authority_due_at(breach)
    return (
        breach,
        STATES[breach.state],
        RISKS[risk_words_of(breach)],
        due,
        _CLOCK[step_at(breach.aware_at, at)],
    )


def step_words(step: BreachStep, at: datetime) -> str:
    """What was done, in words."""
    said = str(STEPS.get(step.what, step.what))
    if step.what == "described" or not step.words:
        return said
    moment = parse_datetime(step.words) if step.what == "aware" else None
    return f"{said} {moment_words(moment, at)}" if moment else f"{said}: {step.words}"


def _law(breach: Breach, rule: Any, is_told: bool, at: datetime) -> LawFace:
    due = due_at(breach.aware_at, rule) if breach.aware_at else None
    state = "idle"
    if breach.aware_at is not None:
        state = "kept" if is_told else _CLOCK[step_at(breach.aware_at, at, rule.hours)]
    people = _("the people always") if rule.people is Tell.ALWAYS else _("the people where the risk is high")
    return LawFace(rule.law, rule.authority, due, state, people)


def _notices(breach: Breach) -> list[tuple[Any, int, int]]:
    """Each notice to the people with how many were written to, and how many deliveries are proven."""
    found = []
    for notice in notices_of(breach.problem) if breach.problem is not None else ():
        rows = recipients_of(notice)
        done = [each for each in rows if each.message_id is not None]
        proven = sum(
            any(delivery.sent_at is not None for delivery in each.message.deliveries.all()) for each in done
        )
        found.append((notice, len(done), proven))
    return found
