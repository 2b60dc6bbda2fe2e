"""What the measures take from facts that belong to no case."""

from datetime import datetime

from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from muhatap.quality.events import ReviewersCompared, ReviewFinished
from muhatap.reports.operations import reviewing


def count_review(fact: ReviewFinished, *, by: Actor, at: datetime, event_id: int) -> None:
    """What a reviewer found is counted."""
    reviewing.keep_review(fact=fact, by=by, at=_told_at(event_id))


def count_agreement(fact: ReviewersCompared, *, by: Actor, at: datetime, event_id: int) -> None:
    """Whether two who looked blind said the same is counted."""
    reviewing.keep_agreement(fact=fact, by=by, at=_told_at(event_id))


def _told_at(event_id: int) -> datetime:
    """When it happened; a listener may run later."""
    return Event.objects.values_list("at", flat=True).get(id=event_id)
