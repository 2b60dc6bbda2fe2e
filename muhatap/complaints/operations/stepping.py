"""The resolution plan: its steps are written, done with their proof, or dropped with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.audit.recording import record, unit_of_work
from muhatap.complaints.events import ResolutionStepEnded, ResolutionStepPlanned
from muhatap.complaints.holding import hold
from muhatap.complaints.models import Complaint, Decision
from muhatap.complaints.plan_models import PlanStep, StepKind, StepState
from muhatap.complaints.queries import planned_steps
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.masking import mask
from muhatap.money.redress import OF_MONEY
from muhatap.money.remedies import remedies_of

_STEPS_AT_MOST = 30
# By when a step is due whose decision names no day; it is the customer's own waiting time for an answer.
_WITHOUT_A_DAY = timedelta(days=14)


class NotAStep(ValueError):
    """A step has a sort, words, somebody who does it and a day that is not past; an ended one stays so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A step as it is written; the words are the customer's to read."""

    kind: str
    words: str
    owner_id: int
    due_on: date
    is_remedy: bool = False


def plan_step(*, complaint: Complaint, new: NewStep, by: Actor, at: datetime) -> PlanStep:
    """Add a step to the plan of an open complaint; `NotAStep` where something of it is missing."""
    today = at.astimezone(ZoneInfo(complaint.brand.zone)).date()
    words = mask(new.words.strip()).text
    is_whole = new.kind in StepKind.values and words and (new.is_remedy or new.due_on >= today)
    with unit_of_work():
        hold(complaint)
        numbers = list(complaint.steps.filter(cycle=complaint.cycle).values_list("number", flat=True))
        if not is_whole or not complaint.is_open or len(numbers) >= _STEPS_AT_MOST:
            raise NotAStep(new.kind)
        step = PlanStep(
            complaint=complaint,
            cycle=complaint.cycle,
            number=max(numbers, default=0) + 1,
            kind=new.kind,
            words=words,
            owner_id=new.owner_id,
            due_on=new.due_on,
            is_remedy=new.is_remedy,
            planned_at=at,
        )
        step.save(force_insert=True)
        record(
            ResolutionStepPlanned(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                step=step.number,
                sort=step.kind,
                owner=new.owner_id,
                due_on=new.due_on,
                words=words,
            ),
            by=by,
            at=at,
        )
    return step


def close_step(*, step: PlanStep, state: StepState, note: str, by: Actor, at: datetime) -> None:
    """End a step: done, with its proof where there is one, or dropped, with the reason."""
    with unit_of_work():
        hold(step.complaint)
        step.refresh_from_db(fields=["state"])
        said = mask(note.strip()).text[:300]
        if step.state != StepState.PLANNED or (state == StepState.DROPPED and not said):
            raise NotAStep(step.number)
        step.state, step.note, step.ended_at = state, said, at
        step.ended_by_id = by.id if by.kind is ActorKind.STAFF else None
        step.save(update_fields=["state", "note", "ended_at", "ended_by"])
        record(
            ResolutionStepEnded(
                brand=step.complaint.brand_id,
                case=step.complaint.case_id,
                complaint=step.complaint_id,
                step=step.number,
                is_done=state == StepState.DONE,
                note=said,
            ),
            by=by,
            at=at,
        )


def plan_remedy(*, decision: Decision, words: str, by: Actor, at: datetime) -> None:
    """Write the step that carries out what is given, in place of one of an earlier draft."""
    complaint = decision.complaint
    with unit_of_work():
        for earlier in planned_steps(complaint):
            if earlier.is_remedy:
                close_step(step=earlier, state=StepState.DROPPED, note="redrafted", by=by, at=at)
        due_on = decision.do_by or (at + _WITHOUT_A_DAY).astimezone(ZoneInfo(complaint.brand.zone)).date()
        is_money = any(each.kind in OF_MONEY for each in remedies_of(complaint.case))
        kind = StepKind.TRANSACTIONAL if is_money else StepKind.ADMINISTRATIVE
        owner_id = complaint.case.owner_id or decision.proposed_by_id
        new = NewStep(kind=kind, words=words, owner_id=owner_id, due_on=due_on, is_remedy=True)
        plan_step(complaint=complaint, new=new, by=by, at=at)


def plan_where_none_is(*, decision: Decision, by: Actor, at: datetime) -> None:
    """Write the remedy's step where nobody ever wrote one: a customer never waits for our paper."""
    if decision.remedy and not decision.complaint.steps.filter(cycle=decision.complaint.cycle).exists():
        plan_remedy(decision=decision, words=decision.remedy, by=by, at=at)
