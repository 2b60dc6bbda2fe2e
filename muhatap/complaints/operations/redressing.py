"""Remedies of a complaint: when they can be proposed, decided, carried out and taken back."""

from dataclasses import replace
from datetime import date, datetime

from muhatap.audit.recording import unit_of_work
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint
from muhatap.complaints.operations.answering import NothingToDo, execute_remedy
from muhatap.complaints.precedents import precedents_of, usual_amounts
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.money import operations as money
from muhatap.money.models import Remedy, RemedyState
from muhatap.money.redress import OF_MONEY, OF_THE_LETTER
from muhatap.money.remedies import remedies_of, remedies_to_execute

PROPOSING = frozenset({Stage.INVESTIGATING, Stage.PROPOSED, Stage.APPEAL, Stage.EXTERNAL, Stage.APPLYING})
_BY_LETTER = frozenset({Stage.RESPONDED, Stage.APPLYING, Stage.CONFIRMING})


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
        done = money.execute_remedy(remedy=remedy, done_on=done_on, reference=reference, by=by, at=at)
        unit.flush()
        if complaint.stage == Stage.APPLYING and _is_all_done(complaint):
            proofs = [each.reference for each in remedies_of(complaint.case) if each.reference]
            execute_remedy(
                complaint=complaint, done_on=done_on, reference=", ".join(proofs)[:200], by=by, at=at
            )
    return done


def reverse_redress(*, complaint: Complaint, remedy: Remedy, reason: str, by: Actor, at: datetime) -> Remedy:
    """Take an approved or executed remedy back with a reason."""
    with unit_of_work():
        hold(complaint)
        _refuse_other(complaint, remedy)
        _refuse_subject(complaint, by)
        return money.reverse_remedy(remedy=remedy, reason=reason, by=by, at=at)


def _is_all_done(complaint: Complaint) -> bool:
    remedies = remedies_of(complaint.case)
    is_money_done = any(each.state == RemedyState.EXECUTED and each.kind in OF_MONEY for each in remedies)
    waits = any(each.state == RemedyState.OPEN for each in remedies)
    is_decided = latest_decision(complaint) is not None
    return is_money_done and is_decided and not waits and not remedies_to_execute(complaint.case)


def _refuse_subject(complaint: Complaint, by: Actor) -> None:
    if complaint.subject_staff_id is not None and complaint.subject_staff_id == by.id:
        raise IsSubject(by.id)


def _refuse_other(complaint: Complaint, remedy: Remedy) -> None:
    if remedy.case_id != complaint.case_id:
        raise NothingToDo(remedy.id)
    remedy.case, remedy.brand = complaint.case, complaint.brand
