"""“Top problems”: for each week the cases, their share, the money of remedies, and what handling cost."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.money.redress import amount_words
from muhatap.money.remedies import granted_for
from muhatap.problems.models import Problem, ProblemTerms
from muhatap.problems.queries import terms_of
from muhatap.problems.toplist import TopLine, top_problems
from muhatap.problems.wording import state_words

WEEKS = 4


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One problem of the report, in words: amounts by currency."""

    problem: Problem
    state: str
    cases: int
    share: float
    weeks: tuple[int, ...]
    remedies: tuple[str, ...]
    cost: str


@dataclass(frozen=True, slots=True)
class Report:
    """The problems of the last weeks; each column is a week that begins on a Monday."""

    brand: Brand
    since: datetime
    until: datetime
    received: int
    cases: int
    mondays: tuple[datetime, ...]
    lines: tuple[ReportLine, ...]


def report_of(brand: Brand, at: datetime, weeks: int = WEEKS) -> Report:
    """Count the running week and those before it anew from the cases, on the clock of the brand."""
    local = at.astimezone(ZoneInfo(brand.zone))
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    mondays = tuple(monday - timedelta(days=7 * back) for back in reversed(range(weeks)))
    until = monday + timedelta(days=7)
    whole = top_problems(brand, mondays[0], until)
    by_week: dict[int, list[int]] = defaultdict(lambda: [0] * weeks)
    for place, begin in enumerate(mondays):
        for line in top_problems(brand, begin, begin + timedelta(days=7)).lines:
            by_week[line.problem.id][place] = len(line.case_ids)
    granted = granted_for([case for line in whole.lines for case in line.case_ids])
    terms = terms_of(brand)
    lines = tuple(_line(line, by_week[line.problem.id], granted, terms) for line in whole.lines)
    return Report(brand, mondays[0], until, whole.received, whole.cases, mondays, lines)


def _line(
    line: TopLine, weeks: list[int], granted: dict[int, dict[str, int]], terms: ProblemTerms
) -> ReportLine:
    given: dict[str, int] = defaultdict(int)
    for case in line.case_ids:
        for currency, amount in granted.get(case, {}).items():
            given[currency] += amount
    handling = len(line.case_ids) * terms.cost_per_case
    cost = dict(given)
    if handling:
        cost[terms.currency] = cost.get(terms.currency, 0) + handling
    return ReportLine(
        problem=line.problem,
        state=state_words(line.problem.state),
        cases=len(line.case_ids),
        share=line.share,
        weeks=tuple(weeks),
        remedies=tuple(amount_words(given[each], each) for each in sorted(given)),
        cost=" + ".join(amount_words(cost[each], each) for each in sorted(cost))
        if terms.cost_per_case
        else "",
    )
