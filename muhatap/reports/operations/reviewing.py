"""Keeping what reviewers found as observations, beside those that are folded out of cases."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.quality.events import ReviewersCompared, ReviewFinished
from muhatap.quality.models import ReviewRole
from muhatap.reports.keeping import mark_dirty, row_of
from muhatap.reports.models import Observed
from muhatap.reports.observations import Kind, Observation

# No import can have this name, so that none takes the rows away.
SOURCE = ":reviews"


def keep_review(*, fact: ReviewFinished, by: Actor, at: datetime) -> None:
    """Count a first look, once; blind ones and disputes are looks at the same work."""
    if fact.role == ReviewRole.FIRST:
        values = {"points": fact.base, "critical": fact.errors > 0}
        _keep(fact, Kind.REVIEW, fact.review, values, at)


def keep_agreement(*, fact: ReviewersCompared, by: Actor, at: datetime) -> None:
    """Count whether two who looked blind said the same."""
    values = {"first": fact.first_passed, "second": fact.second_passed}
    _keep(fact, Kind.CALIBRATION, fact.second, values, at)


def _keep(
    fact: ReviewFinished | ReviewersCompared, kind: Kind, review: int, values: dict[str, object], at: datetime
) -> None:
    zone = Brand.objects.values_list("zone", flat=True).get(id=fact.brand)
    seen = Observation(
        kind=kind,
        subject=str(review),
        at=at,
        on=at.astimezone(ZoneInfo(zone)).date(),
        places={"channel": fact.channel, "topic": fact.topic, "agent": str(fact.agent)},
        values=values,
    )
    with transaction.atomic():
        Observed.objects.filter(
            brand_id=fact.brand, source=SOURCE, kind=kind.value, subject=seen.subject
        ).delete()
        Observed.objects.bulk_create([row_of(seen, fact.brand, 0, source=SOURCE)])
        mark_dirty({(fact.brand, seen.on)})
