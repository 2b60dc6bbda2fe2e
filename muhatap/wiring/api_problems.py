"""Problems for programs. What staff found out inside (cause, fix, owner) is told on the console alone."""

from typing import Any

from muhatap.brands.models import Brand
from muhatap.problems.models import Problem
from muhatap.problems.queries import known_issues, problem_numbered, problems_of_brand


def listed(brand: Brand, state: str = "") -> list[dict[str, Any]]:
    """The problems of a brand, the newest first; those in a state where one is named."""
    public = {issue.problem_id for issue in known_issues(brand)}
    return [_told(each, public) for each in problems_of_brand(brand, (state,) if state else ())]


def listed_inside(brand: Brand, state: str = "") -> list[dict[str, Any]]:
    """The same with owner, cause and fix, for the console."""
    inside = {
        each.number: {"owner": each.owner.name, "root_cause": each.root_cause, "fix": each.fix}
        for each in problems_of_brand(brand, (state,) if state else ())
    }
    return [each | inside[each["number"]] for each in listed(brand, state)]


def told(brand: Brand, number: int) -> dict[str, Any] | None:
    """One problem; None where the brand has none with this number."""
    problem = problem_numbered(brand, number)
    return _told(problem, {issue.problem_id for issue in known_issues(brand)}) if problem else None


def _told(problem: Problem, public: set[int]) -> dict[str, Any]:
    plain = ("title", "state", "severity", "provider", "promotion", "app_version", "topics")
    return {
        "problem": problem.name,
        "number": problem.number,
        **{name: getattr(problem, name) for name in (*plain, "workaround")},
        "state_since": problem.state_since.isoformat(),
        "error_code": problem.error_written,
        "cases": problem.case_count,
        "fixed_on": problem.fixed_on.isoformat() if problem.fixed_on else None,
        "watch_until": problem.watch_until.isoformat() if problem.watch_until else None,
        "is_public": problem.id in public,
    }
