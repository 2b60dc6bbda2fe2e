"""How figures are said to people."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.reports.figures import Figure
from muhatap.reports.measures import Measure, Unit
from muhatap.ui.furniture import percent_words

_DECIMALS_SHOWN = {Unit.PERCENT: 1, Unit.HOURS: 1, Unit.MONEY: 2, Unit.MARKS: 1}


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, else in English."""
    return texts.get((get_language() or "en")[:2]) or texts["en"]


def figure_words(figure: Figure) -> str:
    """A value with its unit, a dash where nothing was counted."""
    return "–" if figure.value is None else value_words(figure.measure, figure.value)


def value_words(measure: Measure, value: Decimal | float) -> str:
    """A value of a measure with its unit, such as 97.8% or 2.7 h."""
    match measure.unit:
        case Unit.PERCENT:
            return percent_words(float(value))
        case Unit.SECONDS:
            minutes, seconds = divmod(round(float(value)), 60)
            return _("%(minutes)d:%(seconds)02d min") % {"minutes": minutes, "seconds": seconds}
        case Unit.HOURS:
            return _("%(hours)s h") % {"hours": number_format(value, 1)}
        case Unit.POINTS if measure.places == 0:
            return f"{int(value):+d}".replace("-", "−")
        case _:
            shown = min(measure.places, _DECIMALS_SHOWN.get(measure.unit, measure.places))
            return number_format(value, shown, force_grouping=True)


def plain_words(measure: Measure, value: float | Decimal | None) -> str:
    """A value without its unit, for the scale of a chart or the field of a table."""
    if value is None:
        return "–"
    return number_format(value, 0 if float(value).is_integer() else 1, force_grouping=True)


def unit_words(measure: Measure) -> str:
    """The unit by itself."""
    match measure.unit:
        case Unit.PERCENT:
            return "%"
        case Unit.SECONDS:
            return _("seconds")
        case Unit.HOURS:
            return _("hours")
        case _:
            return ""


def change_words(now: Figure, before: Figure) -> str:
    """How a figure changed against the period before, in its own unit; empty where one is missing."""
    if now.value is None or before.value is None:
        return ""
    change = now.value - before.value
    if not change:
        return _("as before")
    sign = "+" if change > 0 else "−"
    if now.measure.unit is Unit.PERCENT:
        return _("%(change)s points") % {"change": sign + number_format(abs(change), 1)}
    return sign + value_words(now.measure, abs(change)).lstrip("+")
