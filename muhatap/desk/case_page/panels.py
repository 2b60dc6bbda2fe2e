"""The panels beside a case, in the order in which they stand: a new panel is one more line of `PANELS`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.desk import about_case
from muhatap.desk.case_page.answers import answer_lines
from muhatap.desk.marked_addresses import marks_of_case
from muhatap.desk.rail import queue_words
from muhatap.desk.rows import day_label
from muhatap.desk.spans import condition_words
from muhatap.desk.wording import (
    PRIORITIES,
    closed_words,
    kind_words,
    next_step_words,
    priority_words,
    status_words,
)
from muhatap.promises.clocks import ClockState
from muhatap.promises.models import Clock
from muhatap.promises.readings import ClockReading
from muhatap.promises.wording import span_words
from muhatap.topics.models import Queue, Topic
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words

_OVER = frozenset({ClockState.KEPT, ClockState.MISSED})


@dataclass(frozen=True, slots=True)
class Beside:
    """What the panels are made from."""

    case: Case
    staff: Staff
    at: datetime
    clocks: list[tuple[Clock, ClockReading]]
    topics: list[Topic]
    queues: list[Queue]
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
    case = beside.case
    earlier = [(each, day_label(each.received_at)) for each in about_case.earlier_cases(beside.staff, case)]
    shown = {"customer": case.customer, "identities": about_case.identities_of(case), "earlier": earlier}
    shown |= {"marks": marks_of_case(case), "may_answer": beside.may_answer}
    return Panel(_("Customer"), "desk/panels/customer.html", shown=shown)


def promises(beside: Beside) -> Panel:
    """Every promise as a line, and why it has this time."""
    tracks = [
        {
            "reading": reading,
            "term": span_words(clock.promise.limit),
            "why": _why(clock, beside),
            "is_over": reading.state in _OVER,
        }
        for clock, reading in beside.clocks
    ]
    tracks.sort(key=lambda track: track["is_over"])
    return Panel(_("Promises"), "desk/panels/promises.html", shown={"tracks": tracks})


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


def record(beside: Beside) -> Panel:
    """How long the chain of the case is and where it ends."""
    return Panel(_("Record"), "desk/panels/record.html", False, {"record": about_case.record_of(beside.case)})


PANELS: tuple[Callable[[Beside], Panel], ...] = (customer, promises, properties, answers, record)


def _why(clock: Clock, beside: Beside) -> str:
    promise = clock.promise
    said = {
        "start": moment_words(clock.started_at, beside.at),
        "limit": span_words(promise.limit),
        "calendar": promise.calendar.name if promise.calendar else _("around the clock"),
        "holds": condition_words(promise.conditions),
        "version": promise.charter_version,
    }
    lines = [
        _(
            "Started %(start)s, limit %(limit)s, calendar “%(calendar)s”. "
            "Holds for: %(holds)s. Charter version %(version)s."
        )
        % said
    ]
    if promise.target:
        lines.append(_("Target: %(target)s.") % {"target": span_words(promise.target)})
    if clock.pauses or clock.paused_at:
        count = len(clock.pauses) + bool(clock.paused_at)
        lines.append(_("Pauses so far: %(count)s; their time does not count.") % {"count": count})
    return " ".join(lines)
