"""Opening improvements where a measure left its limits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.kernel.actors import Actor
from muhatap.quality import operations as quality
from muhatap.quality.models import Improvement
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.queries import alert_with

_CHECKED_AFTER = timedelta(days=30)


def open_for_alert(*, alert: int, by: Actor, at: datetime) -> Improvement | None:
    """Open an improvement of an alert's owner, with the limit as its target; once for each alert."""
    found = alert_with(alert)
    if found is None:
        return None
    bound = found.bound
    is_low = bound.low is not None and found.value < bound.low
    target = bound.low if is_low else bound.high
    today = at.astimezone(ZoneInfo(bound.brand.zone)).date()
    titles = MEASURES[bound.measure].title
    change = quality.Change(
        title=titles.get(bound.brand.default_language) or titles["en"],
        action=bound.action,
        owner=bound.owner,
        measure=bound.measure,
        is_better_up=is_low,
        target=target,
        check_on=today + _CHECKED_AFTER,
        alert_id=found.id,
    )
    since = today - timedelta(days=bound.days - 1)
    baseline = quality.Reading(found.value, found.size, since, today + timedelta(days=1))
    return quality.open_improvement(brand=bound.brand, change=change, baseline=baseline, by=by, at=at)
