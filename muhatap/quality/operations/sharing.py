"""What passes between reviewer and agent: the review is shared, and the agent agrees or disputes it."""

from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.notifications import operations as notifications
from muhatap.quality.events import ReviewAcknowledged, ReviewDisputed, ReviewShared
from muhatap.quality.looks import second_look
from muhatap.quality.models import Review, ReviewRole, ReviewState
from muhatap.quality.people import quality_terms, reviewers_of


class NotAtThisPoint(Exception):
    """This cannot be done with the review as it stands now."""


class NoWords(ValueError):
    """A dispute says why."""


def share_review(*, review: Review, by: Actor, at: datetime) -> None:
    """Let the agent read a finished review; `NotAtThisPoint` unless it is the first one and just done."""
    with unit_of_work():
        held = _held(review)
        if held.role != ReviewRole.FIRST or held.state != ReviewState.DONE:
            raise NotAtThisPoint(held.state)
        held.state, held.shared_at = ReviewState.SHARED, at
        held.save(update_fields=["state", "shared_at"])
        notifications.tell(
            staff_ids=[held.agent_id],
            kind="quality_shared",
            brand_id=held.brand_id,
            case_id=None,
            params={"review": str(held.id), "case": held.case.number},
            once_key=f"quality-shared:{held.id}",
            by=by,
            at=at,
        )
        record(ReviewShared(brand=held.brand_id, review=held.id, agent=held.agent_id), by=by, at=at)


def acknowledge_review(*, review: Review, words: str = "", by: Actor, at: datetime) -> None:
    """Note that the agent has read her review; `NotAtThisPoint` for anybody else and at any other point."""
    with unit_of_work():
        held = _hers(review, by)
        held.state, held.answered_at, held.answer = ReviewState.ACKNOWLEDGED, at, mask(words.strip()).text
        held.save(update_fields=["state", "answered_at", "answer"])
        record(ReviewAcknowledged(brand=held.brand_id, review=held.id, agent=held.agent_id), by=by, at=at)


def dispute_review(*, review: Review, words: str, by: Actor, at: datetime) -> Review:
    """Note that the agent disagrees and lay the case before another reviewer; `NotAtThisPoint`, `NoWords`."""
    if not words.strip():
        raise NoWords
    with unit_of_work():
        held = _hers(review, by)
        held.state, held.answered_at, held.answer = ReviewState.DISPUTED, at, mask(words.strip()).text
        held.save(update_fields=["state", "answered_at", "answer"])
        second = second_look(held, ReviewRole.DISPUTE)
        second.due_on = at.date() + timedelta(days=quality_terms(held.brand).review_within_days)
        second.save(force_insert=True)
        looked = {held.reviewer_id, *held.others.values_list("reviewer_id", flat=True)}
        notifications.tell(
            staff_ids=[each.pk for each in reviewers_of(held.brand_id) if each.pk not in looked],
            kind="quality_disputed",
            brand_id=held.brand_id,
            case_id=None,
            params={"review": str(second.id), "case": held.case.number, "agent": held.agent.name},
            once_key=f"quality-disputed:{held.id}",
            by=by,
            at=at,
        )
        record(
            ReviewDisputed(brand=held.brand_id, review=held.id, agent=held.agent_id, second=second.id),
            by=by,
            at=at,
        )
    return second


def _hers(review: Review, by: Actor) -> Review:
    held = _held(review)
    if held.agent_id != by.id or held.state != ReviewState.SHARED:
        raise NotAtThisPoint(held.state)
    return held


def _held(review: Review) -> Review:
    rows = Review.objects.select_for_update(of=("self",)).select_related("case", "agent", "brand")
    return rows.get(id=review.id)
