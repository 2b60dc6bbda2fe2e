"""Which days of a brand are over and not sealed yet."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.reports import disclosing
from muhatap.reports.models import Observed, Snapshot

# So many days are sealed after the fact where nobody did it: an older day is left out, and that shows.
_CAUGHT_UP = 14
# What is recorded just before midnight is followed by then.
_AFTER = timedelta(minutes=20)


def is_day_due(at: datetime) -> bool:
    """Whether a day of a brand that publishes is over and not sealed."""
    return next(due_days(at), None) is not None


def due_days(at: datetime) -> Iterator[tuple[Brand, date]]:
    """The first such day of each brand that publishes."""
    for brand in all_brands():
        day = _next_day(brand, at)
        if day is not None and disclosing.publishes(brand):
            yield brand, day


def _next_day(brand: Brand, at: datetime) -> date | None:
    """The first day that lacks its seal; None where the last one has it, or nothing was ever counted."""
    yesterday = (at - _AFTER).astimezone(ZoneInfo(brand.zone)).date() - timedelta(days=1)
    last = Snapshot.objects.filter(brand=brand).order_by("-number").values_list("day", flat=True).first()
    earliest = yesterday - timedelta(days=_CAUGHT_UP - 1)
    if last is not None:
        day = max(last + timedelta(days=1), earliest)
    else:
        first = Observed.objects.filter(brand=brand).order_by("on").values_list("on", flat=True).first()
        if first is None:
            return None
        day = max(first, earliest)
    return day if day <= yesterday else None
