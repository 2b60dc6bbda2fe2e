"""The months or quarters of which a brand publishes a report."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.reports.models import Observed
from muhatap.reports.periods import month_after

_OFFERED = 12
# Published at eight on the fifth day after the period, so that two people have time to look.
_DAYS_AFTER, _HOUR = 4, 8


def months_of(brand: Brand) -> int:
    """How many months a public report spans, as the charter in force says."""
    rule = section_of(brand, "publication") or {}
    return 1 if rule.get("performance", "quarterly") == "monthly" else 3


def span_after(since: date, months: int) -> date:
    """The first day after a period of so many months."""
    for _ in range(months):
        since = month_after(since)
    return since


def spans_over(brand: Brand, months: int, at: datetime) -> list[date]:
    """The first days of the periods that are over and had cases, the newest first, at most twelve."""
    today = at.astimezone(ZoneInfo(brand.zone)).date()
    first = Observed.objects.filter(brand=brand).order_by("on").values_list("on", flat=True).first()
    if first is None:
        return []
    since = first.replace(month=first.month - (first.month - 1) % months, day=1)
    found = []
    while span_after(since, months) <= today:
        found.append(since)
        since = span_after(since, months)
    return found[::-1][:_OFFERED]


def publishes_at(brand: Brand, until: date) -> datetime:
    """When the report of a period that ended before this day becomes public."""
    return datetime.combine(until + timedelta(days=_DAYS_AFTER), time(_HOUR), ZoneInfo(brand.zone))
