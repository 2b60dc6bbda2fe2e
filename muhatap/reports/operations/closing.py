"""Closing a month: its figures are kept as they were known then, and can be computed anew at any time."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES, RULES
from muhatap.reports.events import MonthClosed
from muhatap.reports.models import Closing
from muhatap.reports.operations.rolling import month_after


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
    figures = _figures(brand, month, at)
    digest = _digest(figures)
    with unit_of_work():
        closing = Closing.objects.create(
            brand=brand, month=month, as_of=at, rules=RULES, figures=figures, digest=digest
        )
        record(MonthClosed(brand=brand.id, month=month, rules=RULES, digest=digest), by=by, at=at)
    return closing


def differences(closing: Closing) -> list[str]:
    """The measures whose figures come out otherwise when the closed month is computed anew."""
    anew = {each["kpi"]: each for each in _figures(closing.brand, closing.month, closing.as_of)}
    kept = {each["kpi"]: each for each in closing.figures}
    found = sorted(kpi for kpi in kept if kept[kpi] != anew.get(kpi))
    return found if _digest(closing.figures) == closing.digest else ["digest", *found]


def _figures(brand: Brand, month: date, as_of: datetime) -> list[dict[str, Any]]:
    period = queries.Period(month, month_after(month))
    found: Sequence[Any] = queries.figures(list(MEASURES), period, brands=[brand], as_of=as_of)
    return [
        {
            "kpi": figure.measure.id,
            "version": figure.measure.version,
            "value": None if figure.value is None else str(figure.value),
            "n": figure.size,
            "numerator": figure.part,
            "denominator": figure.whole,
        }
        for figure in found
    ]


def _digest(figures: list[dict[str, Any]]) -> str:
    return sha256(canonical({"figures": figures})).hexdigest()
