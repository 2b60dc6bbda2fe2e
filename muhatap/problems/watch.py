"""The watch over a fix: when it ends, and what speaks against the fix."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from muhatap.problems.models import Problem
from muhatap.problems.states import WATCHED_FOR


def end_of_watch(problem: Problem) -> datetime:
    """The end of the 90th day after the fix, on the brand's clock."""
    zone = ZoneInfo(problem.brand.zone)
    return datetime.combine(problem.fixed_on + WATCHED_FOR + timedelta(days=1), time(), zone)


def came_after_fix(problem: Problem, received_at: datetime) -> bool:
    """Whether a case came on a later day than the fix, on the brand's clock."""
    return received_at.astimezone(ZoneInfo(problem.brand.zone)).date() > problem.fixed_on
