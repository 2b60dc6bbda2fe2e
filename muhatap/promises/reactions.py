"""What clocks do when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import (
    CaseAssigned,
    CaseOpened,
    CasesJoined,
    CasesParted,
    CaseStatusChanged,
    DissatisfactionExpressed,
    MessagePosted,
    MilestoneReached,
    PriorityChanged,
    TopicCorrected,
)
from muhatap.cases.models import Case
from muhatap.cases.statuses import OPEN_STATUSES, Author, Kind, Status
from muhatap.channels.call_events import CallAttempted, CallbackEnded, CallbackMoved, CallbackPromised
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.promises import operations as promises
from muhatap.promises.events import ClockBroken, ClockStepReached, LaterLimitAsked, LongerPauseAsked
from muhatap.promises.later import question_of_proposal
from muhatap.promises.lifecycle import (
    COURSES,
    Happening,
    ended_by_resolving,
    started_by,
    stopped_by,
)
from muhatap.promises.models import Clock
from muhatap.promises.rules import rule_with_id, rules_at

_LETTERS = Actor.system("letters")
_RAISED = frozenset({"ladder", "escalated"})
_WAITING = frozenset({Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY})


def start_on_opening(fact: CaseOpened, *, by: Actor, at: datetime) -> None:
    """Start the promises that a new case gets, counted from when it was received."""
    case = _case(fact.case)
    promises.start_clocks(
        case=case, names=_in_order(started_by(Happening.OPENED)), started_at=fact.received_at, by=by, at=at
    )


def acknowledge_opening(fact: CaseOpened, *, by: Actor, at: datetime) -> None:
    """Write the acknowledgement, when the case holds what its sender wrote."""
    promises.acknowledge_along(case=_case(fact.case), by=_LETTERS, at=at)


def answer_on_message(fact: MessagePosted, *, by: Actor, at: datetime) -> None:
    """A human reply keeps what was promised; a customer's further word asks for the next reply."""
    if fact.author == Author.STAFF:
        promises.happen(case=_case(fact.case), happening=Happening.STAFF_REPLIED, by=by, at=at)
    elif fact.author == Author.CUSTOMER:
        case = _case(fact.case)
        if case.message_count > 1:
            _ask_again(case, by=by, at=at)


def follow_status(fact: CaseStatusChanged, *, by: Actor, at: datetime) -> None:
    """Pause, resume, stop or start again as the case moves."""
    case = _case(fact.case)
    status, previous = Status(fact.status), Status(fact.previous)
    if previous in _WAITING:
        promises.resume_clocks(case=case, by=by, at=at)
    if status in _WAITING:
        promises.pause_clocks(case=case, reason=status, by=by, at=at)
    elif status not in OPEN_STATUSES:
        promises.stop_clocks(case=case, names=stopped_by(Happening.RESOLVED), was_done=True, by=by, at=at)
        promises.stop_clocks(case=case, names=ended_by_resolving(), was_done=False, by=by, at=at)
    elif previous not in OPEN_STATUSES:
        names = _in_order(started_by(Happening.REOPENED))
        promises.start_clocks(case=case, names=names, started_at=at, by=by, at=at)
    elif previous is Status.NEW and by.kind is ActorKind.STAFF and case.kind != Kind.COMPLAINT:
        promises.happen(case=case, happening=Happening.WORK_BEGAN, by=by, at=at)


def follow_assignment(fact: CaseAssigned, *, by: Actor, at: datetime) -> None:
    """Somebody took the case."""
    if fact.owner is not None and by.kind is ActorKind.STAFF:
        promises.happen(case=_case(fact.case), happening=Happening.TAKEN, by=by, at=at)


def follow_triage(fact: PriorityChanged, *, by: Actor, at: datetime) -> None:
    """A person decided how urgent it is; a promise may depend on it."""
    case = _case(fact.case)
    if by.kind is ActorKind.STAFF and case.kind != Kind.COMPLAINT:
        promises.happen(case=case, happening=Happening.TRIAGED, by=by, at=at)
    # Urgency that we add ourselves because time runs short must not break the promise that it shall save.
    is_judgement = by.kind is ActorKind.STAFF and fact.reason not in _RAISED
    if is_judgement and any("priority" in rule.when for rule in rules_at(case.brand, case.received_at)):
        promises.follow_facts(case=case, cause="priority", by=by, at=at)


def start_on_objection(fact: DissatisfactionExpressed, *, by: Actor, at: datetime) -> None:
    """From the first word of dissatisfaction the promises for complaints run."""
    case = _case(fact.case)
    promises.follow_facts(case=case, cause="kind", by=by, at=at)
    names = _in_order(started_by(Happening.OBJECTED))
    promises.start_clocks(case=case, names=names, started_at=at, by=by, at=at)


def follow_topic(fact: TopicCorrected, *, by: Actor, at: datetime) -> None:
    """What the case is about has changed, and with it perhaps what is promised."""
    promises.follow_facts(case=_case(fact.case), cause="topic", by=by, at=at)


def follow_milestone(fact: MilestoneReached, *, by: Actor, at: datetime) -> None:
    """A stage was reached: what was promised until then ends, and what is promised from then begins."""
    happening, case = Happening(fact.milestone), _case(fact.case)
    promises.stop_clocks(
        case=case, names=stopped_by(happening), was_done=True, by=by, at=at, done_at=fact.reached_at
    )
    names = _in_order(started_by(happening))
    promises.start_clocks(case=case, names=names, started_at=fact.reached_at, by=by, at=at)


def follow_callback(fact: CallbackPromised, *, by: Actor, at: datetime) -> None:
    """A promised call has its own clock, which runs from the beginning of its slot."""
    promises.start_clocks(case=_case(fact.case), names=("callback",), started_at=fact.begins_at, by=by, at=at)


def follow_callback_move(fact: CallbackMoved, *, by: Actor, at: datetime) -> None:
    """What she moves counts from then; what we missed stays missed, and a new promise begins."""
    case = _case(fact.case)
    is_hers = fact.cause == "customer"
    if is_hers and promises.restart_clock(
        case=case, name="callback", started_at=fact.begins_at, by=by, at=at
    ):
        return
    promises.stop_clocks(case=case, names=("callback",), was_done=False, by=by, at=at)
    promises.start_clocks(case=case, names=("callback",), started_at=fact.begins_at, by=by, at=at)


def follow_call(fact: CallAttempted, *, by: Actor, at: datetime) -> None:
    """Somebody called: whatever came of it, the word to call was kept."""
    case = _case(fact.case)
    promises.stop_clocks(case=case, names=("callback",), was_done=True, by=by, at=at, done_at=fact.began_at)


def follow_callback_end(fact: CallbackEnded, *, by: Actor, at: datetime) -> None:
    """A call that the customer took back is owed no more."""
    promises.stop_clocks(case=_case(fact.case), names=("callback",), was_done=True, by=by, at=at)


def carry_on_joining(fact: CasesJoined, *, by: Actor, at: datetime) -> None:
    """What was promised on a case is promised on the one in which it goes on."""
    if fact.is_lead:
        promises.carry_clocks(case=_case(fact.other), into=_case(fact.case), by=by, at=at)


def give_back_on_parting(fact: CasesParted, *, by: Actor, at: datetime) -> None:
    """A case that goes its own way again has the promises that it had."""
    if not fact.is_lead:
        promises.give_back_clocks(case=_case(fact.case), ended_at=fact.joined_at, by=by, at=at)


def _ask_again(case: Case, *, by: Actor, at: datetime) -> None:
    if not case.clocks.filter(name="first_reply", stopped_at__isnull=True).exists():
        names = _in_order(started_by(Happening.CUSTOMER_WROTE))
        promises.start_clocks(case=case, names=names, started_at=at, by=by, at=at)


def _case(case_id: int) -> Case:
    with unit_of_work() as unit:
        known = unit.known(Case, case_id)
        if known is not None:
            return known
    return Case.objects.select_related("brand", "customer", "topic").get(id=case_id)


def _in_order(names: frozenset[str]) -> list[str]:
    return [name for name in COURSES if name in names]


def tell_of_step(fact: ClockStepReached | ClockBroken, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell whom the ladder names; an acknowledgement that is still missing is written first."""
    clock = Clock.objects.select_related("promise").get(id=fact.clock)
    if clock.name == "ack":
        promises.acknowledge(case=_case(fact.case), by=_LETTERS, at=at)
    promises.tell_of_step(
        clock=clock,
        threshold=fact.threshold,
        actions=fact.actions,
        key=str(event_id),
        by=_LETTERS,
        at=at,
    )


def tell_of_objection(fact: DissatisfactionExpressed, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell those who must know that a customer is not satisfied."""
    case = Case.objects.select_related("queue").get(id=fact.case)
    promises.tell_of_objection(case=case, key=str(event_id), by=_LETTERS, at=at)


def tell_of_longer_pause(fact: LongerPauseAsked, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell those who may agree that a promise should wait longer."""
    clock = Clock.objects.select_related("case__queue").get(id=fact.clock)
    promises.tell_of_question(
        case=clock.case,
        names=rule_with_id(clock.promise_id).names,
        asked_by=by.id or 0,
        key=str(event_id),
        kind="longer_pause_asked",
        by=_LETTERS,
        at=at,
    )


def tell_of_question(fact: LaterLimitAsked, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell those who may agree that a later time waits."""
    clock = Clock.objects.select_related("case__queue").get(id=fact.clock)
    question = question_of_proposal(fact.question)
    promises.tell_of_question(
        case=clock.case,
        names=question.rule.names,
        asked_by=question.proposal.proposed_by_id,
        key=str(event_id),
        by=_LETTERS,
        at=at,
    )
