"""What surveys do when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.brands.queries import brand_in_force
from muhatap.cases.events import CaseStatusChanged, MilestoneReached
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status
from muhatap.channels.events import ChatEnded
from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys
from muhatap.surveys.questions import asks


def plan_on_status(fact: CaseStatusChanged, *, by: Actor, at: datetime) -> None:
    """Plan to ask the customer whose case is closed, or who was told that it is resolved."""
    if fact.status not in {Status.CLOSED, Status.RESOLVED} or not asks(brand_in_force(fact.brand).survey):
        return
    case = _case(fact.case)
    if fact.status == Status.CLOSED:
        surveys.plan_closing(case=case, reason=case.closed_reason, by=by, at=at)
    else:
        surveys.plan_stage(case=case, stage=Status.RESOLVED, by=by, at=at)


def plan_on_milestone(fact: MilestoneReached, *, by: Actor, at: datetime) -> None:
    """Plan to ask about a milestone that the charter names as a stage."""
    if fact.milestone in (brand_in_force(fact.brand).survey.get("stages") or {}):
        surveys.plan_stage(case=_case(fact.case), stage=fact.milestone, by=by, at=at)


def ask_at_chat_end(fact: ChatEnded, *, by: Actor, at: datetime) -> None:
    """The chat's last page asks: whoever may be asked is invited by it."""
    if asks(brand_in_force(fact.brand).survey):
        surveys.ask_in_chat(case=_case(fact.case), by=by, at=at)


def _case(case_id: int) -> Case:
    with unit_of_work() as unit:
        known = unit.known(Case, case_id)
        if known is not None and known._state.adding:
            unit.flush()
        return Case.objects.select_related("brand", "customer", "first_customer").get(id=case_id)
