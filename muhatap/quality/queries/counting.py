"""What of a review counts in the measures: the dispute where one was settled, her name once it was shared."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from muhatap.quality.models import Review, ReviewRole, ReviewState


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a case found; `base` is hundredths of a percent, without critical errors."""

    base: int
    is_critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedReview:
    """A first look with what was settled of it; `shared_at` is None while its agent cannot read it."""

    id: int
    brand_id: int
    zone: ZoneInfo
    agent_id: int
    channel: str
    topic: str
    done_at: datetime
    found: Look
    settled: Look | None
    settled_at: datetime | None
    shared_at: datetime | None


def counted_review(review_id: int) -> CountedReview | None:
    """The first look that this review is, or whose dispute it settles; None for a blind or a waiting one."""
    review = Review.objects.select_related("about", "brand").get(id=review_id)
    first = review.about if review.role == ReviewRole.DISPUTE else review
    if first is None or first.role != ReviewRole.FIRST or first.done_at is None:
        return None
    settled = None
    if first.state == ReviewState.SETTLED:
        settled = _look(Review.objects.get(about=first, role=ReviewRole.DISPUTE))
    return CountedReview(
        id=first.id,
        brand_id=first.brand_id,
        zone=ZoneInfo(review.brand.zone),
        agent_id=first.agent_id,
        channel=first.channel,
        topic=first.topic,
        done_at=first.done_at,
        found=_look(first),
        settled=settled,
        settled_at=first.settled_at,
        shared_at=first.shared_at,
    )


def _look(review: Review) -> Look:
    return Look(review.base or 0, bool(review.errors))
