"""Which problems brought most cases in a span, and which share of all."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

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
    rows = list(_ties(brand, since, until).order_by("case_id").values_list("problem_id", "case_id", "how"))
    own = {case_id for _, case_id, how in rows if how == How.NOTICE}
    by_problem: dict[int, list[int]] = {}
    for problem_id, case_id, _ in rows:
        if case_id not in own:
            by_problem.setdefault(problem_id, []).append(case_id)
    came = Case.objects.filter(brand=brand, received_at__gte=since, received_at__lt=until)
    received = came.exclude(closed_reason="spam").count()
    received -= Case.objects.filter(id__in=own).exclude(closed_reason="spam").count()
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


def brought_any(brand: Brand, since: datetime, until: datetime) -> bool:
    """Whether a problem has cases received in `[since, until)`."""
    return _ties(brand, since, until).exists()


def _ties(brand: Brand, since: datetime, until: datetime) -> QuerySet[ProblemCase]:
    # By the problems, which are few, and not by all cases of the brand.
    ties = ProblemCase.objects.filter(untied_at__isnull=True, problem__brand=brand)
    return ties.filter(case__received_at__gte=since, case__received_at__lt=until)
