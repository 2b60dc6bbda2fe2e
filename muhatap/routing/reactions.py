"""What routing does when a case comes back."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import CaseStatusChanged
from muhatap.cases.models import Case
from muhatap.cases.statuses import OPEN_STATUSES, Status
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.routing import operations as routing


def follow_return(fact: CaseStatusChanged, *, by: Actor, at: datetime) -> None:
    """A case that comes back never lands on somebody who is not here; what staff reopen stays where it is."""
    status, previous = Status(fact.status), Status(fact.previous)
    if status is not Status.OPEN or by.kind is ActorKind.STAFF:
        return
    is_reopened = previous not in OPEN_STATUSES
    if not is_reopened and previous is not Status.WAITING_CUSTOMER:
        return
    case = _case(fact.case)
    routing.keep_or_pass_on(case=case, is_reopened=is_reopened, by=by, at=at)


def _case(case_id: int) -> Case:
    with unit_of_work() as unit:
        known = unit.known(Case, case_id)
        if known is not None:
            return known
    return Case.objects.select_related("brand", "customer", "topic", "queue").get(id=case_id)
