"""Which problems brought most cases in a span, and which share of all."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.problems.models import Problem, ProblemCase
from muhatap.problems.states import How


@dataclass(frozen=True, slots=True)
class TopLine:
    """One problem: its cases of the span, their share of all that came, in percent."""

    problem: Problem
    case_ids: tuple[int, ...]
    share: float


@dataclass(frozen=True, slots=True)
class TopList:
    """The problems of a span, most cases first; `received` are all cases that customers brought."""

    since: datetime
    until: datetime
    received: int
    cases: int
    lines: tuple[TopLine, ...]


def top_problems(brand: Brand, since: datetime, until: datetime) -> TopList:
    """Count anew from the cases received in `[since, until)`; cases that our own notices opened are none."""
    span = {"case__brand": brand, "case__received_at__gte": since, "case__received_at__lt": until}
    ties = ProblemCase.objects.filter(untied_at__isnull=True, **span)
    own = ties.filter(how=How.NOTICE).values("case_id")
    rows = ties.exclude(case_id__in=own).order_by("case_id").values_list("problem_id", "case_id")
    by_problem: dict[int, list[int]] = {}
    for problem_id, case_id in rows:
        by_problem.setdefault(problem_id, []).append(case_id)
    received = (
        Case.objects.filter(brand=brand, received_at__gte=since, received_at__lt=until)
        .exclude(id__in=own)
        .exclude(closed_reason="spam")
        .count()
    )
    problems = Problem.objects.select_related("brand", "owner").in_bulk(by_problem)
    order = Counter({problem_id: len(ids) for problem_id, ids in by_problem.items()})
    lines = tuple(
        TopLine(
            problems[problem_id], tuple(by_problem[problem_id]), 100 * count / received if received else 0.0
        )
        for problem_id, count in sorted(order.items(), key=lambda pair: (-pair[1], -problems[pair[0]].number))
    )
    cases = len({case_id for ids in by_problem.values() for case_id in ids})
    return TopList(since, until, received, cases, lines)
