"""What a program says in the name of a customer about her complaint, and what it reads."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from muhatap.cases.models import Case
from muhatap.complaints.knowing import known_of, latest_decision
from muhatap.complaints.operations import (
    Expressed,
    MoveRefused,
    NotAsked,
    answer_decision,
    register,
    withdraw,
)
from muhatap.complaints.queries import complaint_of, points_of
from muhatap.complaints.saying import is_asked
from muhatap.complaints.stages import Guard, Refusal, Stage, refusal_of
from muhatap.complaints.wording import stage_words_for_customer
from muhatap.kernel.actors import Actor

_SAYS = {
    Stage.APPLYING: "accepted",
    Stage.APPEAL: "refused",
    Stage.CLOSED: "confirmed",
    Stage.WITHDRAWN: "withdrew",
}
_ASK_A_PERSON = Refusal({Guard.POSSIBLE: ("person",)})


def register_told(case: Case, sent: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Register what a program tells of a customer's dissatisfaction."""
    register(
        case=case,
        expressed=Expressed(
            at=max(sent["expressed_at"] or at, case.received_at) if sent["expressed_at"] else at,
            origin="api",
            channel="api",
            words=sent["words"],
            points=sent["points"],
            remedy_sought=sent["remedy_sought"],
        ),
        by=by,
        at=at,
    )


def move_told(case: Case, to: str, words: str, by: Actor, at: datetime) -> None:
    """Take the customer's word that leads there; a program makes no move of staff."""
    complaint = complaint_of(case)
    old = Stage(complaint.stage)
    if to not in set(Stage):
        raise MoveRefused(old, old, Refusal({Guard.POSSIBLE: (f"{old}-{to}",)}))
    wanted = Stage(to)
    said = _SAYS.get(wanted)
    if said == "withdrew" and complaint.is_open:
        withdraw(complaint=complaint, words=words, message=None, by=by, at=at)
        return
    if not is_asked(complaint, said or ""):
        refusal = refusal_of(old, wanted, known_of(complaint, reason=words, by=by, at=at))
        raise MoveRefused(old, wanted, refusal or _ASK_A_PERSON)
    try:
        answer_decision(complaint=complaint, said=said, words=words, message=None, by=by, at=at)
    except NotAsked:
        # It moved on meanwhile; nothing can be read any more in the transaction that ends here.
        raise MoveRefused(old, wanted, _ASK_A_PERSON) from None


def told_of(case: Case) -> dict[str, Any] | None:
    """The complaint of a case as its customer may know it."""
    complaint = complaint_of(case)
    if complaint is None:
        return None
    decision = latest_decision(complaint)
    confirmed = complaint.points_confirmed_at
    return {
        "number": case.number,
        "stage": complaint.stage,
        "standing": stage_words_for_customer(complaint.stage),
        "received_at": complaint.received_at.isoformat(),
        "points": [point.text for point in points_of(complaint)],
        "remedy_sought": complaint.remedy_sought,
        "points_confirmed_at": confirmed.isoformat() if confirmed else None,
        "outcome": decision.outcome if decision is not None and decision.told_at else None,
    }
