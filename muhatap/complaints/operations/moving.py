"""Moving a complaint from stage to stage: every guard is asked, and the case follows."""

import json
from collections.abc import Sequence
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.complaints.events import ComplaintMoved, PassingAsked
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import known_of, latest_decision
from muhatap.complaints.models import Complaint, StageMove
from muhatap.complaints.queries import proposal_about
from muhatap.complaints.stages import OVER, Refusal, Stage, refusal_of
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.promises import operations as promises
from muhatap.promises.lifecycle import Happening

PASSING = "complaint_passing"

_STATUS = {
    Stage.TRIAGED: Status.OPEN,
    Stage.INVESTIGATING: Status.OPEN,
    Stage.WAITING_CUSTOMER: Status.WAITING_CUSTOMER,
    Stage.WAITING_THIRD_PARTY: Status.WAITING_THIRD_PARTY,
    Stage.PROPOSED: Status.OPEN,
    Stage.RESPONDED: Status.WAITING_CUSTOMER,
    Stage.APPLYING: Status.OPEN,
    Stage.CONFIRMING: Status.WAITING_CUSTOMER,
    Stage.APPEAL: Status.OPEN,
    Stage.EXTERNAL: Status.WAITING_THIRD_PARTY,
    Stage.REOPENED: Status.OPEN,
}
_CLOSED = {
    Stage.CLOSED: ClosedReason.SOLVED,
    Stage.CLOSED_UNCONFIRMED: ClosedReason.NO_ANSWER,
    Stage.WITHDRAWN: ClosedReason.WITHDRAWN,
}
_HAPPENS = {
    Stage.TRIAGED: Happening.TRIAGED,
    Stage.INVESTIGATING: Happening.WORK_BEGAN,
    Stage.RESPONDED: Happening.RESPONDED,
    Stage.EXTERNAL: Happening.RESPONDED,
}


class MoveRefused(Exception):
    """A guard refuses a move; `refusal` says which and what is missing."""

    def __init__(self, old: Stage, new: Stage, refusal: Refusal) -> None:
        super().__init__(f"{old} → {new}: {refusal.guard}: {', '.join(refusal.items)}")
        self.old = old
        self.new = new
        self.refusal = refusal


class FirmGuard(Exception):
    """Nobody can let this guard pass, not even two people."""


class NothingMissing(Exception):
    """There is nothing to pass: the move can be made."""


def move(*, complaint: Complaint, to: Stage, reason: str = "", by: Actor, at: datetime) -> None:
    """Bring a complaint to a stage with what follows for its case; `MoveRefused` names guard and gaps."""
    with unit_of_work():
        hold(complaint)
        _refuse_where_missing(complaint, to, reason, by, at)
        shift(complaint=complaint, to=to, reason=reason, by=by, at=at)
        carry_to_case(complaint=complaint, by=by, at=at)


def ask_to_pass(*, complaint: Complaint, to: Stage, reason: str, by: Actor, at: datetime) -> Proposal:
    """Ask a second person to let a complaint pass its guards; `FirmGuard` for those that nobody can pass."""
    with unit_of_work():
        hold(complaint)
        refusal = refusal_of(Stage(complaint.stage), to, known_of(complaint, reason=reason, by=by, at=at))
        if refusal is None:
            raise NothingMissing(to)
        if refusal.is_firm or not reason.strip():
            raise FirmGuard(refusal.guard)
        if proposal_about(PASSING, complaint.id, at, complaint.brand_id) is not None:
            raise approvals.WaitsAlready(complaint.id)
        proposal = approvals.propose(
            brand=complaint.brand,
            sort=PASSING,
            subject=str(complaint.id),
            content=json.dumps({"from": complaint.stage, "to": to, "missing": list(refusal.items)}),
            reason=complaint.case.number,
            by=by,
            at=at,
        )
        record(
            PassingAsked(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                proposal=proposal.id,
                stage=to,
                missing=refusal.items,
                reason=reason.strip(),
            ),
            by=by,
            at=at,
        )
    return proposal


def agree_to_pass(*, complaint: Complaint, proposal: Proposal, reason: str, by: Actor, at: datetime) -> None:
    """Let it pass as the second person; `MoveRefused` where the complaint has moved on meanwhile."""
    with unit_of_work():
        hold(complaint)
        asked = json.loads(proposal.content)
        to = Stage(asked["to"])
        approvals.approve(proposal=proposal, by=by, at=at)
        refusal = refusal_of(Stage(complaint.stage), to, known_of(complaint, reason=reason, by=by, at=at))
        is_more = refusal is not None and not set(refusal.items) <= set(asked["missing"])
        if refusal is not None and (refusal.is_firm or is_more or complaint.stage != asked["from"]):
            raise MoveRefused(Stage(complaint.stage), to, refusal)
        missing = refusal.items if refusal else ()
        shift(complaint=complaint, to=to, reason=reason, by=by, at=at, bypass=proposal.id, missing=missing)
        carry_to_case(complaint=complaint, by=by, at=at)


def shift(
    *,
    complaint: Complaint,
    to: Stage,
    reason: str,
    by: Actor,
    at: datetime,
    bypass: int | None = None,
    missing: Sequence[str] = (),
) -> None:
    """Write the new stage and record it; what follows for the case is the caller's."""
    with unit_of_work() as unit:
        previous, complaint.stage = complaint.stage, to
        if to is Stage.REOPENED:
            complaint.cycle += 1
            complaint.root_cause, complaint.improvement, complaint.improves = "", "", None
            complaint.reviewer_id = None
        complaint.stage_since = at
        complaint.is_open = to not in OVER
        complaint.over_at = None if complaint.is_open else at
        complaint.save()
        unit.add(
            StageMove(
                complaint=complaint,
                previous=previous,
                stage=to,
                cycle=complaint.cycle,
                at=at,
                staff_id=by.id if by.kind is ActorKind.STAFF else None,
                reason=reason,
                bypass_id=bypass,
                missing=list(missing),
            )
        )
        _tidy(complaint, Stage(previous), to, at)
        record(
            ComplaintMoved(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                stage=to,
                previous=previous,
                cycle=complaint.cycle,
                reason=reason,
                bypass=bypass,
                missing=tuple(missing),
            ),
            by=by,
            at=at,
        )


def carry_to_case(*, complaint: Complaint, by: Actor, at: datetime) -> None:
    """Let the case and its clocks follow the stage."""
    stage, case = Stage(complaint.stage), complaint.case
    if stage in _HAPPENS:
        promises.happen(case=case, happening=_HAPPENS[stage], by=by, at=at)
    closed = _CLOSED.get(stage)
    status = Status.CLOSED if closed else _STATUS.get(stage)
    if status is None or case.status == status:
        return
    if not case.is_open and closed:
        # Resolved or closed already, for instance with the case that it was joined to.
        return
    cases.change_status(case=case, status=status, closed=closed, reason="complaint", by=by, at=at)


def _refuse_where_missing(complaint: Complaint, to: Stage, reason: str, by: Actor, at: datetime) -> None:
    old = Stage(complaint.stage)
    refusal = refusal_of(old, to, known_of(complaint, reason=reason, by=by, at=at))
    if refusal is not None:
        raise MoveRefused(old, to, refusal)


def _tidy(complaint: Complaint, previous: Stage, to: Stage, at: datetime) -> None:
    if previous in {Stage.WAITING_CUSTOMER, Stage.WAITING_THIRD_PARTY} or to in OVER:
        complaint.awaited.filter(ended_at__isnull=True).update(ended_at=at)
    if to is Stage.INVESTIGATING and previous is Stage.PROPOSED:
        decision = latest_decision(complaint)
        if decision is not None:
            decision.dropped_at = at
            decision.save(update_fields=["dropped_at"])
