"""What problems need by themselves: watches, notices to all, suggestions, the word of the week."""

from datetime import datetime, timedelta

from muhatap.brands.queries import all_brands
from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems

# As long as a form that nobody sends.
_CLAIMS_KEPT = timedelta(days=8)
_WATCHER = Actor.system("problems")


def tend_problems(at: datetime) -> int:
    """Begin and end watches, tell of the week that has ended, forget whom a system named long ago."""
    problems.tend(by=_WATCHER, at=at)
    problems.forget_affected(by=_WATCHER, at=at)
    problems.forget_claims(before=at - _CLAIMS_KEPT, by=_WATCHER, at=at)
    for brand in all_brands():
        problems.tell_of_week(brand=brand, by=_WATCHER, at=at)
    return 0


def send_notices(at: datetime) -> int:
    """Write to the next recipients of notices to all."""
    return problems.send_notices(by=_WATCHER, at=at)


def look_for_groups(at: datetime) -> int:
    """Look at the cases that came since the last look, in every brand; how many where more may wait."""
    found = [problems.look_for_groups(brand=brand, by=_WATCHER, at=at) for brand in all_brands()]
    return sum(each for each in found if each >= problems.CASES_AT_ONCE)
