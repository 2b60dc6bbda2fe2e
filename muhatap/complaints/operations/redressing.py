"""Remedies of a complaint: when they can be proposed, decided, carried out and taken back."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Message
from muhatap.complaints.events import RemedyAnswered
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint, CustomerWord
from muhatap.complaints.operations.answering import NothingToDo, execute_remedy
from muhatap.complaints.operations.stepping import NotAStep, close_step
from muhatap.complaints.plan_models import StepState
from muhatap.complaints.precedents import precedents_of, usual_amounts
from muhatap.complaints.queries import planned_steps
from muhatap.complaints.redress_words import to_execute, word_on, words_on_remedies
from muhatap.complaints.saying import ACCEPTED, REFUSED, NotAsked, refuse_unproven
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.masking import mask
from muhatap.money import operations as money
from muhatap.money.models import Remedy, RemedyState
from muhatap.money.redress import OF_MONEY, OF_THE_LETTER
from muhatap.money.remedies import remedies_of

PROPOSING = frozenset({Stage.INVESTIGATING, Stage.PROPOSED, Stage.APPEAL, Stage.EXTERNAL, Stage.APPLYING})
_BY_LETTER = frozenset({Stage.RESPONDED, Stage.APPLYING, Stage.CONFIRMING})


# She is asked while a remedy can still be carried out or left.
ANSWERING = frozenset({Stage.RESPONDED, Stage.APPLYING, Stage.CONFIRMING})


class IsSubject(Exception):
    """Nobody gives or approves a remedy for a complaint about herself."""


def propose_redress(*, complaint: Complaint, new: money.NewRemedy, by: Actor, at: datetime) -> Remedy:
    """Propose a remedy; outside of what similar complaints got it needs a reason (`money.NeedsReason`)."""
    with unit_of_work():
        hold(complaint)
        _refuse_subject(complaint, by)
        if complaint.stage not in PROPOSING:
            raise NothingToDo(complaint.stage)
        usual = usual_amounts(precedents_of(complaint, at)).get((new.kind, new.currency))
        return money.propose_remedy(case=complaint.case, new=replace(new, usual=usual), by=by, at=at)


def decide_redress(
    *, complaint: Complaint, remedy: Remedy, agrees: bool, reason: str, by: Actor, at: datetime
) -> Remedy:
    """Approve a remedy as the second person, or refuse it; who proposed it may only take it back."""
    with unit_of_work():
        hold(complaint)
        _refuse_other(complaint, remedy)
        _refuse_subject(complaint, by)
        if not agrees:
            return money.refuse_remedy(remedy=remedy, reason=reason, by=by, at=at)
        if not complaint.is_open:
            raise NothingToDo(complaint.stage)
        return money.approve_remedy(remedy=remedy, by=by, at=at)


def execute_redress(
    *, complaint: Complaint, remedy: Remedy, done_on: date, reference: str, by: Actor, at: datetime
) -> Remedy:
    """Note with its proof that a remedy was carried out, once the customer accepted or it is owed.

    With the last one the complaint moves on, and the customer is asked to confirm.
    """
    with unit_of_work() as unit:
        hold(complaint)
        _refuse_other(complaint, remedy)
        stages = _BY_LETTER if remedy.kind in OF_THE_LETTER else {Stage.APPLYING}
        if complaint.stage not in stages:
            raise NothingToDo(complaint.stage)
        if word_on(remedy) == REFUSED:
            raise NothingToDo(remedy.id)
        done = money.execute_remedy(remedy=remedy, done_on=done_on, reference=reference, by=by, at=at)
        unit.flush()
        _go_on_if_done(complaint, done_on, by=by, at=at)
    return done


def end_step(*, complaint: Complaint, number: int, is_done: bool, note: str, by: Actor, at: datetime) -> None:
    """Do or drop a step of the plan; with the last one a complaint whose money is paid moves on.

    The step of the remedy is done by the proof of the remedy, and dropped only by a new decision.
    """
    with unit_of_work() as unit:
        hold(complaint)
        step = next((each for each in planned_steps(complaint) if each.number == number), None)
        if step is None or step.is_remedy:
            raise NotAStep(number)
        close_step(step=step, state=StepState.DONE if is_done else StepState.DROPPED, note=note, by=by, at=at)
        unit.flush()
        _go_on_if_done(complaint, at.astimezone(ZoneInfo(complaint.brand.zone)).date(), by=by, at=at)


def _go_on_if_done(complaint: Complaint, done_on: date, *, by: Actor, at: datetime) -> None:
    waits = any(not step.is_remedy for step in planned_steps(complaint))
    if complaint.stage != Stage.APPLYING or waits or not _is_all_done(complaint):
        return
    paid = [each for each in remedies_of(complaint.case) if each.reference]
    last = max((each.executed_on for each in paid if each.executed_on), default=done_on)
    proofs = ", ".join(each.reference for each in paid)[:200]
    execute_remedy(complaint=complaint, done_on=last, reference=proofs, by=by, at=at)


def answer_remedy(
    *,
    complaint: Complaint,
    remedy: Remedy,
    said: str,
    words: str = "",
    message: Message | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Note that the customer accepts or refuses one remedy; one that she refuses is not carried out.

    It is no word on the decision as a whole, which has its own. She may say otherwise until it is carried
    out; `NotAsked` afterwards, and where nothing was approved.
    """
    with unit_of_work():
        hold(complaint)
        _refuse_other(complaint, remedy)
        remedy.refresh_from_db(fields=["state"])
        is_asked = complaint.stage in ANSWERING and remedy.state == RemedyState.APPROVED
        if said not in {ACCEPTED, REFUSED} or not is_asked:
            raise NotAsked(said)
        refuse_unproven(complaint, said, message, by)
        if word_on(remedy) == said:
            return
        text = mask(words.strip()).text
        CustomerWord.objects.create(
            complaint=complaint,
            remedy=remedy,
            said=said,
            words=text,
            at=at,
            noted_by_id=by.id if by.kind is ActorKind.STAFF else None,
            message=message,
        )
        record(
            RemedyAnswered(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                remedy=remedy.id,
                sort=remedy.kind,
                amount=remedy.amount,
                currency=remedy.currency,
                said=said,
                message=message.id if message else None,
                words=text,
            ),
            by=by,
            at=at,
        )


def reverse_redress(*, complaint: Complaint, remedy: Remedy, reason: str, by: Actor, at: datetime) -> Remedy:
    """Take an approved or executed remedy back with a reason."""
    with unit_of_work():
        hold(complaint)
        _refuse_other(complaint, remedy)
        _refuse_subject(complaint, by)
        return money.reverse_remedy(remedy=remedy, reason=reason, by=by, at=at)


def _is_all_done(complaint: Complaint) -> bool:
    words = words_on_remedies(complaint.case)
    remedies = [each for each in remedies_of(complaint.case) if words.get(each.id) != REFUSED]
    is_money_done = any(each.state == RemedyState.EXECUTED and each.kind in OF_MONEY for each in remedies)
    waits = any(each.state == RemedyState.OPEN for each in remedies)
    is_decided = latest_decision(complaint) is not None
    return is_money_done and is_decided and not waits and not to_execute(complaint)


def _refuse_subject(complaint: Complaint, by: Actor) -> None:
    if complaint.subject_staff_id is not None and complaint.subject_staff_id == by.id:
        raise IsSubject(by.id)


def _refuse_other(complaint: Complaint, remedy: Remedy) -> None:
    if remedy.case_id != complaint.case_id:
        raise NothingToDo(remedy.id)
    remedy.case, remedy.brand = complaint.case, complaint.brand
