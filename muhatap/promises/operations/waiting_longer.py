"""Waiting longer than one person may let a promise wait: asked for with a reason, agreed to by another."""

import json
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import LongerPauseAsked, LongerPauseDecided
from muhatap.promises.longer import LONGER_PAUSE, may_ask_longer, question_about
from muhatap.promises.models import Clock
from muhatap.promises.operations.asking import PromiseEnded, ReasonMissing
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.pausing import let_wait


class NoLonger(Exception):
    """The charter lets this promise wait no longer than one person may decide, or it was agreed before."""


def ask_longer_pause(*, case: Case, clock: Clock, reason: str, by: Actor, at: datetime) -> Proposal:
    """Ask that a promise may wait beyond 72 hours, as far as the charter lets it; nothing changes yet."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(clock.id)
    with unit_of_work() as unit:
        if not may_ask_longer(clock):
            raise NoLonger(clock.id)
        if question_about(case, clock, at) is not None:
            raise approvals.WaitsAlready(clock.id)
        # The reason may speak of the customer: it stands in the case's stream, where it can be erased.
        proposal = approvals.propose(
            brand=case.brand,
            sort=LONGER_PAUSE,
            subject=str(clock.id),
            content=json.dumps({"clock": str(clock.id), "reason": reason}, ensure_ascii=False),
            reason=case.number,
            by=by,
            at=at,
        )
        unit.flush()
        record(
            LongerPauseAsked(
                brand=case.brand_id,
                case=case.id,
                question=proposal.id,
                clock=clock.id,
                promise=clock.promise.code,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return proposal


def agree_longer_pause(*, case: Case, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Agree as the second person: the promise may wait as long as the charter lets it.

    Where it runs on already although the case still waits, it waits again from now.
    """
    with unit_of_work():
        approvals.approve(proposal=proposal, by=by, at=at)
        clock = Clock.objects.select_for_update(of=("self",)).select_related("promise").get(
            id=int(proposal.subject), case=case
        )  # fmt: skip
        if clock.stopped_at is not None:
            raise PromiseEnded(clock.id)
        clock.longer_pause = proposal.id
        clock.save(update_fields=["longer_pause"])
        let_wait(case=case, clock=clock, by=by, at=at)
        refresh_next_due(case=case, by=by, at=at)
        _decided(case, clock, proposal, is_approved=True, by=by, at=at)


def keep_pause(*, case: Case, proposal: Proposal, reason: str, by: Actor, at: datetime) -> None:
    """Do not agree; or, for who asked, take the question back. The promise runs on after 72 hours."""
    with unit_of_work():
        approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
        clock = Clock.objects.select_related("promise").get(id=int(proposal.subject), case=case)
        _decided(case, clock, proposal, is_approved=False, by=by, at=at)


def _decided(
    case: Case, clock: Clock, proposal: Proposal, *, is_approved: bool, by: Actor, at: datetime
) -> None:
    record(
        LongerPauseDecided(
            brand=case.brand_id,
            case=case.id,
            question=proposal.id,
            clock=clock.id,
            promise=clock.promise.code,
            is_approved=is_approved,
            asked_by=proposal.proposed_by_id,
        ),
        by=by,
        at=at,
    )
