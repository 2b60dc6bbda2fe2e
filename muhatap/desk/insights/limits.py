"""Bounds of measures and reports by mail, as their pages show and take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.queries import colleagues_in
from muhatap.brands.models import Brand
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.models import Alert, Bound
from muhatap.reports.operations.subscribing import EVERY
from muhatap.reports.wording import in_language, value_words

_LARGEST = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class Watched:
    """A bound with what is said of it, and the alert that stands, if one does."""

    bound: Bound
    title: str
    said: str
    alert: Alert | None
    value: str


def watched_in(brands: Sequence[Brand]) -> list[Watched]:
    """The bounds of brands, those with an alert first."""
    standing = {alert.bound_id: alert for alert in queries.alerts_standing(brands)}
    rows = [_watched(bound, standing.get(bound.id)) for bound in queries.bounds_of(brands)]
    return sorted(rows, key=lambda each: (each.alert is None, each.title.casefold()))


def limits_in(given: Mapping[str, str]) -> tuple[Decimal | None, Decimal | None]:
    """The lower and upper limit of a form; ValueError for what is no number."""
    low, high = (_number(given.get(name, "")) for name in ("low", "high"))
    return low, high


def measures_offered() -> list[tuple[str, str]]:
    """The measures that can be watched, by title."""
    rows = [(each.id, in_language(each.title)) for each in MEASURES.values()]
    return sorted(rows, key=lambda each: each[1].casefold())


def people_offered(brand: Brand) -> list[tuple[str, str]]:
    """Who can answer for a measure."""
    return [(str(person.pk), person.name) for person in colleagues_in(brand.id)]


def every_words(every: str) -> str:
    """How often a report goes."""
    match every:
        case "day":
            return _("every morning, the day before")
        case "week":
            return _("every Monday, the week before")
        case _:
            return _("on the first, the month before")


def alert_words(params: Mapping[str, str]) -> str:
    """A measure that left its bound, in one line."""
    measure = MEASURES.get(str(params.get("measure", "")))
    if measure is None:
        return _("A measure left its limits")
    said = {"measure": in_language(measure.title), "value": value_words(measure, Decimal(params["value"]))}
    return _("%(measure)s left its limits: %(value)s") % said


EVERY_OFFERED = EVERY


def _watched(bound: Bound, alert: Alert | None) -> Watched:
    measure = MEASURES[bound.measure]
    limits = []
    if bound.low is not None:
        limits.append(_("at least %(value)s") % {"value": value_words(measure, bound.low)})
    if bound.high is not None:
        limits.append(_("at most %(value)s") % {"value": value_words(measure, bound.high)})
    limits.append(_("over %(count)s days") % {"count": bound.days})
    value = value_words(measure, alert.value) if alert else ""
    return Watched(bound, in_language(measure.title), ", ".join(limits), alert, value)


def _number(said: str) -> Decimal | None:
    if not said.strip():
        return None
    text = said.strip().replace(" ", "")
    if (get_language() or "").startswith("tr") and "," in text:
        text = text.replace(".", "")
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(said) from None
    if not value.is_finite() or abs(value) > _LARGEST:
        raise ValueError(said)
    return value
