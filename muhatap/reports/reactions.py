"""What the measures take from facts that belong to no case."""

from datetime import datetime

from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.quality.events import ReviewersCompared, ReviewFinished, ReviewShared
from muhatap.reports.operations import reviewing


def count_review(fact: ReviewFinished, *, by: Actor, at: datetime, event_id: int) -> None:
    """What a reviewer found is counted; in a dispute, instead of what was found first."""
    reviewing.keep_review(review=fact.review, by=by, at=at)


def count_for_agent(fact: ReviewShared, *, by: Actor, at: datetime, event_id: int) -> None:
    """A review counts in its agent's own figures once she can read it."""
    reviewing.keep_review(review=fact.review, by=by, at=at)


def count_agreement(fact: ReviewersCompared, *, by: Actor, at: datetime, event_id: int) -> None:
    """Whether two who looked blind said the same is counted."""
    reviewing.keep_agreement(fact=fact, by=by, at=_told_at(event_id))


def _told_at(event_id: int) -> datetime:
    """When it happened; a listener may run later."""
    return Event.objects.values_list("at", flat=True).get(id=event_id)
