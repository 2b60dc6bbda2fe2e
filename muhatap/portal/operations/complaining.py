"""What a customer does about her complaint on her page: confirm, accept, object, withdraw, ask."""

from datetime import datetime

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import complaint_of
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.money.remedies import remedy_of


class NoComplaint(Exception):
    """The case is no complaint that goes on."""


def say_about_complaint(*, case: Case, said: str, words: str, by: Actor, at: datetime) -> None:
    """Take the customer's own word: `points`, `accepted`, `refused`, `confirmed` or `withdrew`."""
    complaint = complaint_of(case)
    if complaint is None or not complaint.is_open:
        raise NoComplaint(case.number)
    if said == "points":
        complaints.confirm_points(complaint=complaint, by=by, at=at)
    elif said == "withdrew":
        complaints.withdraw(complaint=complaint, words=words, message=None, by=by, at=at)
    else:
        complaints.answer_decision(complaint=complaint, said=said, words=words, message=None, by=by, at=at)


def say_about_remedy(*, case: Case, remedy_id: int, said: str, words: str, by: Actor, at: datetime) -> None:
    """Take the customer's own yes or no to one remedy of her complaint."""
    complaint, remedy = complaint_of(case), remedy_of(case, remedy_id)
    if complaint is None or not complaint.is_open or remedy is None:
        raise NoComplaint(case.number)
    complaints.answer_remedy(complaint=complaint, remedy=remedy, said=said, words=words, by=by, at=at)


def confirm_solution(*, case: Case, by: Actor, at: datetime) -> None:
    """End the case because the customer says that it is solved; a closed case stays as it is.

    A complaint is confirmed where she was asked, and else withdrawn by her own act.
    """
    if case.status == Status.CLOSED:
        return
    complaint = complaint_of(case)
    if complaint is None or not complaint.is_open:
        cases.change_status(
            case=case,
            status=Status.CLOSED,
            closed=ClosedReason.SOLVED,
            reason="customer_confirmed",
            by=by,
            at=at,
        )
    elif complaint.stage == Stage.RESPONDED:
        say_about_complaint(case=case, said="accepted", words="", by=by, at=at)
    elif complaint.stage == Stage.CONFIRMING:
        say_about_complaint(case=case, said="confirmed", words="", by=by, at=at)
    else:
        say_about_complaint(case=case, said="withdrew", words="", by=by, at=at)
