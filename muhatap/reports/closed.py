"""The figures of a closed month: computed out of the events as they were known at its closing."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from muhatap.brands.models import Brand
from muhatap.kernel.canonical import canonical
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.models import Closing
from muhatap.reports.periods import month_after


def differences(closing: Closing) -> list[str]:
    """The measures whose figures come out otherwise when the closed month is computed anew."""
    anew = {each["kpi"]: each for each in figures_of_month(closing.brand, closing.month, closing.as_of)}
    kept = {each["kpi"]: each for each in closing.figures}
    found = sorted(kpi for kpi in kept if kept[kpi] != anew.get(kpi))
    return found if digest_of(closing.figures) == closing.digest else ["digest", *found]


def figures_of_month(brand: Brand, month: date, as_of: datetime) -> list[dict[str, Any]]:
    """Every measure of a month as it was known at a moment, as plain values."""
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


def digest_of(figures: list[dict[str, Any]]) -> str:
    """The SHA-256 of the canonical JSON of figures."""
    return sha256(canonical({"figures": figures})).hexdigest()
