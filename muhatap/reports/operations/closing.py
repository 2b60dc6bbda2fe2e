"""Closing a month: its figures are kept as they were known then, and can be computed anew at any time."""

from datetime import date, datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.reports import closed as closing
from muhatap.reports.catalogue import RULES
from muhatap.reports.events import MonthClosed
from muhatap.reports.models import Closing
from muhatap.reports.periods import month_after


class ClosedAlready(Exception):
    """A month is closed once."""


class NotOver(ValueError):
    """A month that is not over cannot be closed."""


def close_month(*, brand: Brand, month: date, by: Actor, at: datetime) -> Closing:
    """Keep the figures of a month as the events tell them now; NotOver, ClosedAlready."""
    if at.date() < month_after(month):
        raise NotOver(month)
    if Closing.objects.filter(brand=brand, month=month).exists():
        raise ClosedAlready(month)
    figures = closing.figures_of_month(brand, month, at)
    digest = closing.digest_of(figures)
    with unit_of_work():
        kept = Closing.objects.create(
            brand=brand, month=month, as_of=at, rules=RULES, figures=figures, digest=digest
        )
        record(MonthClosed(brand=brand.id, month=month, rules=RULES, digest=digest), by=by, at=at)
    return kept
