"""Deciding: point by point with reasons, a second person where it needs one, and the letter that tells it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.complaints.checks import further_reasons
from muhatap.complaints.events import DecisionProposed, DecisionSeconded
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint, DecidedPoint, Decision, Finding
from muhatap.complaints.operations.moving import move
from muhatap.complaints.operations.stepping import plan_remedy
from muhatap.complaints.second_person import reasons_for_second
from muhatap.complaints.stages import Stage
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

DECISION = "complaint_decision"


class NotDecidable(ValueError):
    """A decision answers every point with a finding and reasons, and says its own."""


class NoDraft(Exception):
    """There is no decision that waits to be seconded or told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A decision as written; `points` gives for each point's number its finding and reasons."""

    outcome: str
    reasons: str
    points: Mapping[int, tuple[str, str]]
    remedy: str = ""
    is_owed: bool = False
    do_by: date | None = None


def propose_decision(*, complaint: Complaint, draft: Draft, by: Actor, at: datetime) -> Decision:
    """Draft the decision; at the investigation's end it moves the complaint on, on appeal it waits there.

    A second person is asked at once where the decision needs one.
    """
    with unit_of_work() as unit:
        hold(complaint)
        standing = {point.number: point for point in complaint.points.filter(retired_at__isnull=True)}
        _refuse_gaps(draft, set(standing))
        earlier = latest_decision(complaint)
        if earlier is not None and earlier.letter_id is None:
            earlier.dropped_at = at
            earlier.save(update_fields=["dropped_at"])
            _take_back(complaint, earlier, by=by, at=at)
        rounds = complaint.decisions.filter(dropped_at__isnull=True).count()
        decision = Decision(
            complaint=complaint,
            round=rounds + 1,
            cycle=complaint.cycle,
            outcome=draft.outcome,
            reasons=draft.reasons.strip(),
            remedy=draft.remedy.strip(),
            is_owed=draft.is_owed,
            do_by=draft.do_by,
            proposed_by_id=by.id,
            proposed_at=at,
        )
        decision.second_reasons = [*reasons_for_second(decision), *further_reasons(decision)]
        decision.save(force_insert=True)
        for number, (finding, reasons) in draft.points.items():
            DecidedPoint.objects.create(
                decision=decision, point=standing[number], finding=finding, reasons=reasons.strip()
            )
        _record_draft(decision, draft, by=by, at=at)
        if decision.remedy:
            plan_remedy(decision=decision, words=decision.remedy, by=by, at=at)
        if decision.second_reasons:
            _ask_second(decision, draft, by=by, at=at)
        unit.flush()
        if complaint.stage == Stage.INVESTIGATING:
            move(complaint=complaint, to=Stage.PROPOSED, by=by, at=at)
    return decision


def second_decision(*, decision: Decision, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Agree to a decision as the second person; `approvals.SamePerson` for who drafted it."""
    with unit_of_work():
        hold(decision.complaint)
        decision.refresh_from_db(fields=["dropped_at", "letter"])
        if decision.dropped_at is not None or decision.letter_id is not None:
            raise NoDraft(decision.id)
        approvals.approve(proposal=proposal, by=by, at=at)
        decision.approved_by_id, decision.approved_at = by.id, at
        decision.save(update_fields=["approved_by", "approved_at"])
        _seconded(decision, is_approved=True, by=by, at=at)


def decline_decision(*, decision: Decision, proposal: Proposal, reason: str, by: Actor, at: datetime) -> None:
    """Do not agree: the complaint goes back to the investigation, or on appeal to its reviewer."""
    with unit_of_work():
        hold(decision.complaint)
        approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
        decision.dropped_at = at
        decision.save(update_fields=["dropped_at"])
        _seconded(decision, is_approved=False, by=by, at=at)
        if decision.complaint.stage == Stage.PROPOSED:
            move(complaint=decision.complaint, to=Stage.INVESTIGATING, reason=reason, by=by, at=at)


def respond(
    *,
    complaint: Complaint,
    letter: str,
    files: Sequence[tuple[StoredFile, str]] = (),
    template: str = "",
    by: Actor,
    at: datetime,
) -> Decision:
    """Send the outcome letter and move on; a refused move sends nothing. `template` is what it began from.

    Where the remedy is owed whatever the customer says, it is applied from here.
    """
    with unit_of_work() as unit:
        hold(complaint)
        decision = latest_decision(complaint)
        if decision is None or decision.letter_id is not None:
            raise NoDraft(complaint.id)
        if letter.strip():
            message = cases.post_message(
                case=complaint.case,
                new=cases.NewMessage(
                    author=Author.STAFF,
                    channel=complaint.case.channel,
                    text=mask(letter.strip()).text,
                    files=files,
                    external_id=f"complaint-answer:{decision.id}",
                    template=template,
                ),
                by=by,
                at=at,
            )
            unit.flush()
            decision.letter, decision.told_at = message, at
            decision.save(update_fields=["letter", "told_at"])
        move(complaint=complaint, to=Stage.RESPONDED, by=by, at=at)
    return decision


def _refuse_gaps(draft: Draft, numbers: set[int]) -> None:
    answered = {
        number
        for number, (finding, reasons) in draft.points.items()
        if finding in Finding.values and reasons.strip()
    }
    if draft.outcome not in Finding.values or not draft.reasons.strip() or answered != numbers:
        raise NotDecidable(sorted(numbers - answered))
    if draft.is_owed and not draft.remedy.strip():
        raise NotDecidable(["remedy"])


def _record_draft(decision: Decision, draft: Draft, *, by: Actor, at: datetime) -> None:
    complaint = decision.complaint
    record(
        DecisionProposed(
            brand=complaint.brand_id,
            case=complaint.case_id,
            complaint=complaint.id,
            decision=decision.id,
            round=decision.round,
            outcome=decision.outcome,
            points=tuple(
                {"point": number, "finding": finding} for number, (finding, _) in sorted(draft.points.items())
            ),
            second=tuple(decision.second_reasons),
            reasons=decision.reasons,
            remedy=decision.remedy,
        ),
        by=by,
        at=at,
    )


def _ask_second(decision: Decision, draft: Draft, *, by: Actor, at: datetime) -> None:
    content = {
        "outcome": draft.outcome,
        "reasons": draft.reasons,
        "remedy": draft.remedy,
        "points": {str(number): list(said) for number, said in draft.points.items()},
    }
    proposal = approvals.propose(
        brand=decision.complaint.brand,
        sort=DECISION,
        subject=str(decision.id),
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        reason=decision.complaint.case.number,
        by=by,
        at=at,
    )
    decision.proposal_id = proposal.id
    decision.save(update_fields=["proposal_id"])


def _take_back(complaint: Complaint, earlier: Decision, *, by: Actor, at: datetime) -> None:
    proposal = Proposal.objects.filter(id=earlier.proposal_id, decided_at__isnull=True).first()
    if proposal is not None and proposal.expires_at > at:
        approvals.refuse(proposal=proposal, reason="redrafted", by=by, at=at)


def _seconded(decision: Decision, *, is_approved: bool, by: Actor, at: datetime) -> None:
    complaint = decision.complaint
    record(
        DecisionSeconded(
            brand=complaint.brand_id,
            case=complaint.case_id,
            complaint=complaint.id,
            decision=decision.id,
            is_approved=is_approved,
            proposed_by=decision.proposed_by_id,
        ),
        by=by,
        at=at,
    )
