"""What complaints do when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.events import (
    CaseOpened,
    CasesJoined,
    CaseStatusChanged,
    DissatisfactionExpressed,
    MessagePosted,
)
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Kind, Status
from muhatap.cases.work import work_with_id
from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import sort_of
from muhatap.complaints.events import (
    ComplaintMoved,
    ComplaintRegistered,
    CustomerChased,
    DecisionProposed,
    DepartmentAsked,
    PassingAsked,
)
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of, complaint_with_id, is_her_turn
from muhatap.complaints.stage_letters import letter_of_broken, letter_of_stage
from muhatap.complaints.stages import HER_TURN, Stage
from muhatap.customers.countries import jurisdiction_of
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.letters.linting import Sort
from muhatap.promises.events import ClockBroken
from muhatap.promises.models import Clock
from muhatap.surveys import operations as surveys

_LETTERS = Actor.system("letters")
_CHASING = Actor.system("chasing")
_ENDED = frozenset({Status.RESOLVED, Status.CLOSED})


class ComplaintGoesOn(cases.CannotMove):
    """A case whose complaint is open ends with the complaint, stage by stage, and not beside it."""


def register_on_opening(fact: CaseOpened, *, by: Actor, at: datetime) -> None:
    """A case that is opened as a complaint is registered as one with it."""
    if fact.case_kind != Kind.COMPLAINT:
        return
    with unit_of_work() as unit:
        case = unit.known(Case, fact.case) or Case.objects.get(id=fact.case)
    complaints.begin(
        case=case, origin="opened", channel=fact.channel, received_at=fact.received_at, by=by, at=at
    )


def follow_objection(fact: DissatisfactionExpressed, *, by: Actor, at: datetime) -> None:
    """From its first word dissatisfaction is a registered complaint; later words appeal, reopen or chase."""
    case = _case(fact.case)
    complaint = complaint_of(case)
    if complaint is None:
        complaints.begin(case=case, origin="objected", channel=fact.channel, received_at=at, by=by, at=at)
    elif not complaint.is_open:
        complaints.shift(
            complaint=complaint, to=Stage.REOPENED, reason=fact.words or "objected", by=by, at=at
        )
    elif complaint.registered_at != at and is_her_turn(complaint):
        complaints.take_objection(complaint=complaint, words=fact.words, by=by, at=at)


def follow_message(fact: MessagePosted, *, by: Actor, at: datetime) -> None:
    """The customer's word answers what she was asked, or chases what nobody has answered."""
    if fact.author != Author.CUSTOMER:
        return
    with unit_of_work() as unit:
        case = unit.known(Case, fact.case)
        if case is not None and case.message_count <= 1:
            return
        unit.flush()
    complaint = Complaint.objects.filter(case_id=fact.case, is_open=True).first()
    if complaint is None:
        return
    if complaint.stage == Stage.WAITING_CUSTOMER:
        complaints.take_answer(complaint=complaint, by=by, at=at)
    elif not is_her_turn(complaint) and complaint.registered_at != at:
        complaints.count_chaser(complaint=complaint, by=by, at=at)


def keep_open(fact: CaseStatusChanged, *, by: Actor, at: datetime) -> None:
    """Refuse that a case ends while its complaint goes on; joined with another one it goes on there."""
    if fact.status not in _ENDED or fact.reason == "merged":
        return
    if Complaint.objects.filter(case_id=fact.case, is_open=True).exists():
        raise ComplaintGoesOn(Status(fact.previous), Status(fact.status))


def follow_joining(fact: CasesJoined, *, by: Actor, at: datetime) -> None:
    """The complaint of a case that goes on in another one goes on there, received when it was received."""
    if not fact.is_lead:
        return
    joined = Complaint.objects.select_related("case").filter(case_id=fact.other, is_open=True).first()
    if joined is None:
        return
    into = _case(fact.case)
    if complaint_of(into) is None:
        complaints.begin(
            case=into,
            origin=joined.origin,
            channel=joined.channel,
            received_at=joined.received_at,
            by=by,
            at=at,
        )
    complaints.shift(complaint=joined, to=Stage.SET_ASIDE, reason=f"duplicate: {into.number}", by=by, at=at)


def acknowledge_registering(fact: ComplaintRegistered, *, by: Actor, at: datetime, event_id: int) -> None:
    """Acknowledge a registered complaint in writing."""
    complaints.acknowledge(complaint=complaint_with_id(fact.complaint), by=_LETTERS, at=at)


def climb_on_chaser(fact: CustomerChased, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell of a chaser, and climb from the second on."""
    complaint = complaint_with_id(fact.complaint)
    complaints.climb_on_chaser(complaint=complaint, count=fact.count, key=str(event_id), by=_CHASING, at=at)


def _case(case_id: int) -> Case:
    with unit_of_work() as unit:
        known = unit.known(Case, case_id)
        if known is not None:
            return known
    return Case.objects.select_related("brand", "customer", "topic", "queue").get(id=case_id)


def tell_second_people(
    fact: DecisionProposed | PassingAsked, *, by: Actor, at: datetime, event_id: int
) -> None:
    """Tell those who may agree that something waits for them."""
    if not getattr(fact, "second", fact.complaint):
        return
    complaints.tell_second_people(
        complaint=complaint_with_id(fact.complaint),
        asked_by=by.id if by.kind is ActorKind.STAFF else None,
        key=f"second:{event_id}",
        by=_CHASING,
        at=at,
    )


def tell_department(fact: DepartmentAsked, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell a department of a task that was given before tasks were the case's."""
    cases.tell_department(work=work_with_id(fact.task), key=f"task:{event_id}", by=_CHASING, at=at)


def ask_at_stage(fact: ComplaintMoved, *, by: Actor, at: datetime) -> None:
    """Plan to ask the customer at the stages that the charter's survey names."""
    case = _case(fact.case)
    if fact.stage in (case.brand.survey.get("stages") or {}):
        surveys.plan_stage(case=case, stage=fact.stage, by=by, at=at)


def prepare_on_move(fact: ComplaintMoved, *, by: Actor, at: datetime, event_id: int) -> None:
    """Prepare the letter that the stage asks for."""
    complaint = complaint_with_id(fact.complaint)
    stage = Stage(fact.stage)
    sort = letter_of_stage(stage, took=at - complaint.received_at, where=_where(complaint))
    if sort is not None and complaint.stage == stage:
        _prepare(complaint, sort, f"stage_{stage}", f"stage:{event_id}", at)


def prepare_on_decision(fact: DecisionProposed, *, by: Actor, at: datetime, event_id: int) -> None:
    """Prepare the letter that tells a drafted decision; with a new draft the earlier letter goes."""
    complaint = complaint_with_id(fact.complaint)
    decision = latest_decision(complaint)
    if decision is not None and decision.id == fact.decision and decision.letter_id is None:
        _prepare(complaint, sort_of(complaint), "decision_drafted", f"decision:{fact.decision}", at)


def prepare_on_break(fact: ClockBroken, *, by: Actor, at: datetime, event_id: int) -> None:
    """Prepare the letter that says why the answer is late, once for each promise that broke."""
    clock = Clock.objects.filter(id=fact.clock, stopped_at__isnull=True).first()
    complaint = Complaint.objects.filter(case_id=fact.case, is_open=True).first()
    if clock is None or complaint is None or complaint.stage in HER_TURN:
        return
    complaint = complaint_with_id(complaint.id)
    sort = letter_of_broken(clock.name, _where(complaint))
    if sort is not None:
        _prepare(complaint, sort, f"broken_{clock.name}", f"broken:{clock.id}", at)


def _prepare(complaint: Complaint, sort: Sort, because: str, key: str, at: datetime) -> None:
    complaints.prepare_beside(complaint=complaint, sort=sort, because=because, key=key, by=_LETTERS, at=at)


def _where(complaint: Complaint) -> str:
    return jurisdiction_of(complaint.case.brand, complaint.case.customer)
