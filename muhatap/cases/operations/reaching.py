"""Noting that a case reached a stage: documents complete, refund approved, called back."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import MilestoneReached
from muhatap.cases.locking import lock
from muhatap.cases.milestones import MilestoneName, may_follow
from muhatap.cases.models import Case, Milestone
from muhatap.kernel.actors import Actor, ActorKind


class NotYet(Exception):
    """A case cannot reach a stage whose question was never asked, or is answered already."""


class OutsideCase(Exception):
    """A stage cannot be reached before the case was received, nor later than now."""


def reach_milestone(
    *, case: Case, name: MilestoneName, reached_at: datetime, reference: str = "", by: Actor, at: datetime
) -> Milestone:
    """Note a stage with the time at which it was reached; `NotYet` and `OutsideCase` for what cannot be."""
    with unit_of_work():
        lock(case)
        reached = list(case.milestones.order_by("reached_at", "id").values_list("name", flat=True))
        if not may_follow(name, reached):
            raise NotYet(name)
        if not case.received_at <= reached_at <= at:
            raise OutsideCase(reached_at)
        milestone = Milestone.objects.create(
            case=case,
            name=name,
            reached_at=reached_at,
            noted_at=at,
            staff_id=by.id if by.kind is ActorKind.STAFF else None,
            reference=reference,
        )
        case.updated_at = at
        case.save(update_fields=["updated_at"])
        record(
            MilestoneReached(
                brand=case.brand_id,
                case=case.id,
                milestone=name,
                reached_at=reached_at,
                reference=reference,
            ),
            by=by,
            at=at,
        )
    return milestone
