"""Panels beyond the usual list: causes behind cases, evidence at intake, reach and cost of channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from muhatap.desk.insights.asking import Asked
from muhatap.problems.models import Problem
from muhatap.problems.queries import problems_visible_to, times_of_cases
from muhatap.problems.states import State
from muhatap.problems.wording import state_words
from muhatap.reports import charts, queries
from muhatap.reports.figures import Figure
from muhatap.reports.wording import figure_words, in_language
from muhatap.ui.furniture import channel_words

_EVIDENCE = ("cases_received", "frt_median", "resolution_median", "fcr", "case_reopen_rate")
_REACH = ("reachability", "answer_rate", "answer_rate_all", "asa", "cost_per_contact")
_SINGLE = (
    *("complete_at_intake", "topic_misselection", "self_service", "speed_gained"),
    *("cost_per_contact", "customer_return", "appeal_reversal"),
)
_PROBLEMS_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Cause:
    """A problem with the cases that it brought in these days."""

    problem: Problem
    cases: int
    spark: tuple[str, str, str]
    first_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a table: its code, its name, and its figures in words."""

    code: str
    name: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Single:
    """One figure with what it means."""

    id: str
    title: str
    meaning: str
    value: str
    size: int


def causes_of(asked: Asked) -> list[Cause]:
    """The open problems that brought most cases in these days."""
    rows = problems_visible_to(asked.staff).filter(brand__in=list(asked.brands)).exclude(state=State.CLOSED)
    found = []
    for problem in rows.select_related("owner", "brand")[: _PROBLEMS_AT_MOST * 2]:
        zone = ZoneInfo(problem.brand.zone)
        begin = datetime.combine(asked.period.since, time(), zone)
        days = [at.astimezone(zone).date() for at in times_of_cases(problem, begin)]
        days = [day for day in days if day < asked.period.until]
        span = (asked.period.until - asked.period.since).days
        counts = [days.count(asked.period.since + timedelta(days=place)) for place in range(span)]
        first = min(days, default=None)
        found.append(Cause(problem, len(days), charts.spark(counts), first, state_words(problem.state)))
    found.sort(key=lambda each: (-each.cases, each.problem.number))
    return found[:_PROBLEMS_AT_MOST]


def evidence_of(asked: Asked) -> list[Part]:
    """How it went for cases that came complete, and for those that did not."""
    names = {"complete": _("everything was there"), "partly": _("something was missing")}
    return [each for each in _parts(asked, "completeness", _EVIDENCE, names) if each.code in names]


def reach_of(asked: Asked) -> list[Part]:
    """How well each channel could be reached, downtime counted, and what a contact costs."""
    found = _parts(asked, "channel", _REACH, {})
    return [Part(each.code, channel_words(each.code), each.cells) for each in found if each.code]


def singles_of(asked: Asked) -> list[Single]:
    """The figures that stand by themselves, those of which something was counted."""
    figures = queries.figures(_SINGLE, asked.period, brands=asked.brands, where=asked.where)
    return [
        Single(
            each.measure.id,
            in_language(each.measure.title),
            in_language(each.measure.meaning),
            figure_words(each),
            each.size,
        )
        for each in figures
        if each.value is not None
    ]


def _parts(asked: Asked, by: str, ids: Sequence[str], names: dict[str, str]) -> list[Part]:
    found: dict[str, dict[str, Figure]] = {}
    for figure in queries.figures(ids, asked.period, brands=asked.brands, by=[by], where=asked.where):
        found.setdefault(figure.key[0], {})[figure.measure.id] = figure
    return [
        Part(
            code,
            names.get(code, code),
            [figure_words(figures[each]) if each in figures else "–" for each in ids],
        )
        for code, figures in sorted(found.items())
        if any(figures[each].value is not None for each in figures)
    ]
