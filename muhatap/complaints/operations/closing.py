"""Ending a complaint: its cause and what improves, setting aside with a second person, opening again."""

import json
from dataclasses import replace
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.complaints.events import CauseConcluded, PassingAsked
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import known_of
from muhatap.complaints.models import Complaint
from muhatap.complaints.operations.answering import close_if_complete
from muhatap.complaints.operations.moving import MoveRefused, carry_to_case, move, shift
from muhatap.complaints.queries import proposal_about
from muhatap.complaints.stages import Guard, Refusal, Stage, refusal_of
from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.models import Problem
from muhatap.problems.states import How

SETTING_ASIDE = "complaint_set_aside"
DESTINATIONS = ("not_a_complaint", "duplicate", "out_of_scope", "forwarded")


class NoCause(ValueError):
    """A root cause is needed, and where something improves, what."""


def conclude(
    *,
    complaint: Complaint,
    root_cause: str,
    improves: bool,
    improvement: str,
    by: Actor,
    at: datetime,
    problem: Problem | None = None,
) -> None:
    """Name the root cause and decide on improvement; a complaint that is confirmed already closes with it.

    Where a problem stands behind it, the case is tied to it and an empty cause is the problem's.
    """
    root_cause = root_cause.strip() or (problem.root_cause if problem else "")
    if not root_cause or (improves and not improvement.strip()):
        raise NoCause(complaint.id)
    with unit_of_work():
        hold(complaint)
        if problem is not None:
            problems.tie(problem=problem, case=complaint.case, how=How.COMPLAINT, by=by, at=at)
        complaint.root_cause, complaint.improves = root_cause, improves
        complaint.improvement = improvement.strip()
        complaint.save(update_fields=["root_cause", "improves", "improvement"])
        record(
            CauseConcluded(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                improves=improves,
                root_cause=complaint.root_cause,
                improvement=complaint.improvement,
            ),
            by=by,
            at=at,
        )
        if complaint.is_open:
            close_if_complete(complaint=complaint, by=by, at=at)


def propose_setting_aside(
    *, complaint: Complaint, destination: str, reason: str, by: Actor, at: datetime
) -> Proposal:
    """Ask a second person to take a case out of the complaints; it goes on as a case."""
    with unit_of_work():
        hold(complaint)
        refusal = _aside(complaint, reason, by, at)
        if destination not in DESTINATIONS or refusal is not None:
            old = Stage(complaint.stage)
            raise MoveRefused(old, Stage.SET_ASIDE, refusal or Refusal({Guard.REASON: ("destination",)}))
        if proposal_about(SETTING_ASIDE, complaint.id, at, complaint.brand_id) is not None:
            raise approvals.WaitsAlready(complaint.id)
        proposal = approvals.propose(
            brand=complaint.brand,
            sort=SETTING_ASIDE,
            subject=str(complaint.id),
            content=json.dumps({"destination": destination, "reason": reason.strip()}, ensure_ascii=False),
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
                stage=Stage.SET_ASIDE,
                missing=(destination,),
                reason=reason.strip(),
            ),
            by=by,
            at=at,
        )
    return proposal


def set_aside(*, complaint: Complaint, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Agree as the second person that this is no complaint, or belongs elsewhere; the case stays open."""
    with unit_of_work():
        hold(complaint)
        asked = json.loads(proposal.content)
        approvals.approve(proposal=proposal, by=by, at=at)
        refusal = _aside(complaint, asked["reason"], by, at)
        if refusal is not None:
            raise MoveRefused(Stage(complaint.stage), Stage.SET_ASIDE, refusal)
        said = f"{asked['destination']}: {asked['reason']}"
        shift(complaint=complaint, to=Stage.SET_ASIDE, reason=said, by=by, at=at, bypass=proposal.id)
        carry_to_case(complaint=complaint, by=by, at=at)


def reopen(*, complaint: Complaint, reason: str, by: Actor, at: datetime) -> None:
    """Open a complaint again with a reason: the same number, a new cycle, the clocks' history kept."""
    move(complaint=complaint, to=Stage.REOPENED, reason=reason, by=by, at=at)


def _aside(complaint: Complaint, reason: str, by: Actor, at: datetime) -> Refusal | None:
    """Why it cannot be set aside, the second person apart: she is who agrees to the proposal."""
    known = known_of(complaint, reason=reason, by=by, at=at)
    return refusal_of(Stage(complaint.stage), Stage.SET_ASIDE, replace(known, is_aside_agreed=True))
