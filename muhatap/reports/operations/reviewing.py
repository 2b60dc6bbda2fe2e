"""Keeping what reviewers found as observations, beside those that are folded out of cases."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from muhatap.audit.turns import write_turn
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.quality.events import ReviewersCompared
from muhatap.quality.queries import counted_review
from muhatap.reports.keeping import FOLLOW, mark_dirty, row_of
from muhatap.reports.models import Observed, Progress
from muhatap.reports.observations import Kind, Observation
from muhatap.reports.reviewed import observation_of_review

# No import can have this name, so that none takes the rows away.
SOURCE = ":reviews"


def keep_review(*, review: int, by: Actor, at: datetime) -> None:
    """Count a first look, once, as its dispute settled it; blind ones are looks at the same work."""
    with write_turn(), transaction.atomic():
        # One after the other, as whoever writes observations: what was read last is written last.
        list(Progress.objects.select_for_update().filter(name=FOLLOW))
        told = counted_review(review)
        if told is not None:
            _keep(told.brand_id, observation_of_review(told))


def keep_agreement(*, fact: ReviewersCompared, by: Actor, at: datetime) -> None:
    """Count whether two who looked blind said the same; it tells of them, and stands under no agent."""
    zone = Brand.objects.values_list("zone", flat=True).get(id=fact.brand)
    seen = Observation(
        kind=Kind.CALIBRATION,
        subject=str(fact.second),
        at=at,
        on=at.astimezone(ZoneInfo(zone)).date(),
        places={"channel": fact.channel, "topic": fact.topic},
        values={"first": fact.first_passed, "second": fact.second_passed},
    )
    _keep(fact.brand, seen)


def _keep(brand_id: int, seen: Observation) -> None:
    with transaction.atomic():
        Observed.objects.filter(
            brand_id=brand_id, source=SOURCE, kind=seen.kind.value, subject=seen.subject
        ).delete()
        Observed.objects.bulk_create([row_of(seen, brand_id, 0, source=SOURCE)])
        mark_dirty({(brand_id, seen.on)})
