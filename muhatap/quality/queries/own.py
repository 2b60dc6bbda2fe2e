"""What somebody reads of her own work, and only of hers: reviews that were shared, goals, certificates."""

from muhatap.accounts.models import Staff
from muhatap.quality.models import CoachingNote, Review, ReviewRole, ReviewState

_HERS = (ReviewState.SHARED, ReviewState.ACKNOWLEDGED, ReviewState.DISPUTED, ReviewState.SETTLED)


def own_reviews(staff: Staff) -> list[Review]:
    """The reviews of her work that were shared with her, the newest first."""
    rows = Review.objects.filter(agent=staff, role=ReviewRole.FIRST, state__in=_HERS)
    rows = rows.select_related("case", "reviewer", "scorecard", "brand")
    return list(rows.order_by("-done_at", "-id")[:100])


def own_review(staff: Staff, review_id: int) -> Review | None:
    """One shared review of her work; anybody else's is as if it did not exist."""
    rows = Review.objects.filter(id=review_id, agent=staff, role=ReviewRole.FIRST, state__in=_HERS)
    return rows.select_related("case", "reviewer", "scorecard", "brand").first()


def own_goals(staff: Staff) -> list[CoachingNote]:
    """What was agreed with her, the newest first."""
    rows = CoachingNote.objects.filter(agent=staff).select_related("coach", "sample")
    return list(rows.order_by("-written_at")[:50])
