"""Which problems stand behind a case, as a change of several cases needs to know it."""

from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.problems.models import Problem
from muhatap.problems.queries import ties_of


def tied_ids(case: Case) -> str:
    """The ids of its problems, apart by commas."""
    return ",".join(str(each.problem_id) for each in ties_of(case))


def tied_words(case: Case) -> str:
    """Their names."""
    return ", ".join(each.problem.name for each in ties_of(case)) or _("none")


def tying_refusal(case: Case, problem: Problem) -> str:
    """Why the case cannot be tied to it; empty where it can."""
    if str(problem.id) in tied_ids(case).split(","):
        return _("It is so already.")
    if case.brand.code not in {problem.brand.code, *problem.affected_brands}:
        return _("The problem does not affect the brand of this case.")
    return ""
