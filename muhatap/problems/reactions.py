"""What problems do when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import looks_first
from muhatap.cases.events import CaseOpened
from muhatap.cases.queries import case_with_id
from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.queries import has_codes

_MATCHING = Actor.system("problems")


@looks_first
def match_on_opening(fact: CaseOpened, *, by: Actor, at: datetime, event_id: int) -> None:
    """A case that names a known error code belongs to its problem, by whatever channel it came."""
    if has_codes():
        problems.match_error_code(case=case_with_id(fact.case), by=_MATCHING, at=at)
