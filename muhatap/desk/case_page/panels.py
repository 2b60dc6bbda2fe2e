"""The panels beside a case, in the order in which they stand: a new panel is one more line of `PANELS`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.milestones import offered
from muhatap.cases.models import Case
from muhatap.cases.work import work_of
from muhatap.desk import about_case
from muhatap.desk.about_case import Signs
from muhatap.desk.case_page.answers import answer_lines
from muhatap.desk.case_page.arrival import arrival_of
from muhatap.desk.case_page.people import people_of
from muhatap.desk.case_page.telling_routing import obstacle_words
from muhatap.desk.marked_addresses import marks_of_case
from muhatap.desk.milestone_words import milestone_words
from muhatap.desk.rail import queue_words
from muhatap.desk.rows import day_label
from muhatap.desk.wording import (
    PRIORITIES,
    closed_words,
    kind_words,
    next_step_words,
    priority_words,
    status_words,
)
from muhatap.promises.clocks import ClockState
from muhatap.promises.derivations import ToldLine, told_lines
from muhatap.promises.explaining import Audience
from muhatap.promises.later import later_choices, questions_of
from muhatap.promises.models import Clock
from muhatap.promises.readings import ClockReading
from muhatap.promises.rules import rule_with_id
from muhatap.promises.wording import span_words
from muhatap.routing.queries import obstacle_of
from muhatap.topics.models import Queue, Topic
from muhatap.topics.questions import words

_OVER = frozenset({ClockState.KEPT, ClockState.MISSED})


@dataclass(frozen=True, slots=True)
class Beside:
    """What the panels are made from."""

    case: Case
    staff: Staff
    at: datetime
    signs: Signs
    clocks: list[tuple[Clock, ClockReading]]
    topics: Sequence[Topic]
    queues: Sequence[Queue]
    may_answer: bool

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which to look for a text of the charter."""
        return (get_language() or "", self.case.brand.default_language)


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: its name, its template and what the template shows."""

    title: str
    template: str
    is_open: bool = True
    shown: dict[str, Any] = field(default_factory=dict)


def customer(beside: Beside) -> Panel:
    """Who the customer is and what she wrote about before."""
    case, signs = beside.case, beside.signs
    others = about_case.earlier_cases(beside.staff, case) if signs.has_others else []
    earlier = [(each, day_label(each.received_at)) for each in others]
    shown = {"customer": case.customer, "identities": about_case.identities_of(case), "earlier": earlier}
    shown |= {"marks": marks_of_case(case) if signs.has_marks else [], "may_answer": beside.may_answer}
    return Panel(_("Customer"), "desk/panels/customer.html", shown=shown)


def people(beside: Beside) -> Panel:
    """Who else takes part, who was suggested, and the cases that belong to this one."""
    signs = beside.signs
    taking_part, suggested = people_of(beside.case) if signs.has_people else ([], [])
    links = about_case.linked_cases(beside.staff, beside.case) if signs.has_links else []
    shown = {"people": taking_part, "suggested": suggested, "links": links}
    is_open = bool(taking_part or suggested or links)
    return Panel(_("People and links"), "desk/panels/people.html", is_open, shown)


def promises(beside: Beside) -> Panel:
    """Every promise as a line, why it has this time, and how it could get a later one."""
    tracks = [
        {
            "reading": reading,
            "term": span_words(str(rule_with_id(clock.promise_id).limit)),
            # Where a promise is over, its derivation is read when somebody unfolds it.
            "why": () if reading.state in _OVER else why_lines(clock, beside.case),
            "is_over": reading.state in _OVER,
        }
        for clock, reading in beside.clocks
    ]
    tracks.sort(key=lambda track: track["is_over"])
    return Panel(_("Promises"), "desk/panels/promises.html", shown={"tracks": tracks, **_later(beside)})


def why_lines(clock: Clock, case: Case) -> list[ToldLine]:
    """Why a clock has its time, in the reader's language."""
    return told_lines(clock, case, Audience.STAFF, get_language() or case.language)


def _waits(case: Case) -> str:
    """Why nobody got the case yet, where its queue gives out its cases."""
    if case.owner_id is not None or not case.is_open:
        return ""
    found = obstacle_of(case)
    return obstacle_words(found.obstacle, found.lacks) if found else ""


def milestones(beside: Beside) -> Panel:
    """The stages that the case reached, and those that can be noted next."""
    noted = beside.case.milestones.select_related("staff").order_by("reached_at", "id")
    reached = list(noted) if beside.signs.has_milestones else []
    shown = {
        "reached": [(each, milestone_words(each.name)) for each in reached],
        "offered": [
            (name, milestone_words(name))
            for name in offered(beside.case.kind, [each.name for each in reached])
        ],
    }
    return Panel(_("Stages"), "desk/panels/milestones.html", bool(reached), shown)


def work(beside: Beside) -> Panel:
    """What departments were asked for this case, and how far they are."""
    tasks = work_of(beside.case) if beside.signs.has_work else []
    waiting = [task for task in tasks if task.is_waiting]
    shown = {"tasks": tasks, "now": beside.at}
    title = _("Tasks, %(count)d open") % {"count": len(waiting)} if waiting else _("Tasks")
    return Panel(title, "desk/panels/work.html", bool(waiting), shown)


def properties(beside: Beside) -> Panel:
    """What the case is filed as, and the form that corrects it."""
    case, languages = beside.case, beside.languages
    status = status_words(case.status)
    shown = {
        "topic": words(case.topic.names, languages) if case.topic else "–",
        "chosen_topic": words(case.chosen_topic.names, languages)
        if case.chosen_topic_id and case.chosen_topic_id != case.topic_id
        else "",
        "kind": kind_words(case.kind),
        "priority": priority_words(case.priority),
        "queue": queue_words(case.queue) if case.queue else "–",
        "owner": case.owner.name if case.owner else "",
        "waits": _waits(case),
        "status": f"{status} ({closed_words(case.closed_reason)})" if case.closed_reason else status,
        "next_step": next_step_words(case.next_step) if case.is_open else "",
        "next_update_at": case.next_update_at if case.is_open else None,
        "topics": [
            (each.id, words(each.names, languages), each.id == case.topic_id) for each in beside.topics
        ],
        "queues": [(each.id, queue_words(each), each.id == case.queue_id) for each in beside.queues],
        "priorities": [(each, priority_words(each), each == case.priority) for each in PRIORITIES],
    }
    return Panel(_("Case properties"), "desk/panels/properties.html", shown=shown)


def answers(beside: Beside) -> Panel:
    """What the customer answered in the form; account and identity numbers are masked."""
    lines = answer_lines(beside.case, beside.languages)
    return Panel(_("Answers of the form"), "desk/panels/answers.html", bool(lines), {"lines": lines})


def evidence(beside: Beside) -> Panel:
    """What proves the case and what is missing; read when the page stands."""
    return Panel(_("Evidence"), "desk/panels/evidence.html")


def arrival(beside: Beside) -> Panel:
    """How the case came: complete or not, its lane, and whether its payment is late."""
    shown = arrival_of(beside.case, beside.languages, beside.at)
    return Panel(_("How it came"), "desk/panels/arrival.html", shown={"arrival": shown})


def record(beside: Beside) -> Panel:
    """How long the chain of the case is and where it ends."""
    return Panel(_("Record"), "desk/panels/record.html", False, {"record": beside.signs})


PANELS: tuple[Callable[[Beside], Panel], ...] = (
    customer,
    people,
    promises,
    milestones,
    work,
    properties,
    answers,
    evidence,
    arrival,
    record,
)


def _later(beside: Beside) -> dict[str, Any]:
    case, languages = beside.case, beside.languages
    clocks = [clock for clock, _ in beside.clocks if clock.stopped_at is None]
    asked = questions_of(case, beside.at, clocks) if clocks and beside.signs.has_questions else []
    choices = later_choices(case, beside.at, clocks, asked) if case.is_open else []
    questions = asked if any(each.is_asked for each in choices) else []
    may_agree = scope_of(beside.staff).may(Permission.AGREE_LATER, case.brand_id)
    return {
        "choices": [(each, words(each.rule.names, languages)) for each in choices if not each.is_asked],
        "questions": [
            {
                "question": each,
                "name": words(each.rule.names, languages),
                "is_own": each.proposal.proposed_by_id == beside.staff.pk,
                "may_agree": may_agree,
            }
            for each in questions
        ],
    }
