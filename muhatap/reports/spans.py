"""The months or quarters of which a brand publishes a report."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.reports.models import Observed
from muhatap.reports.periods import month_after

_OFFERED = 12


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
