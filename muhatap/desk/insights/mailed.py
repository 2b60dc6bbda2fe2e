"""A report that goes by mail: the figures of a brand over days, as paper and as a table."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.letters.paper import as_pdf
from muhatap.reports import queries, standby
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.exporting import csv_lines
from muhatap.reports.figures import Figure
from muhatap.reports.measures import PUBLIC_SMALL
from muhatap.reports.queries import Period
from muhatap.reports.wording import change_words, figure_words, in_language

_STYLE = Path(__file__).parent / "mailed.css"


def period_before(every: str, day: date) -> Period:
    """The day, week or month that was over on a day."""
    match every:
        case "day":
            return Period(day - timedelta(days=1), day)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return Period(monday - timedelta(days=7), monday)
        case _:
            first = day.replace(day=1)
            return Period((first - timedelta(days=1)).replace(day=1), first)


def report_of(brand: Brand, period: Period, at: datetime) -> tuple[str, bytes, bytes]:
    """The title, the PDF and the CSV of a report in the active language; figures may come from the copy."""
    with standby.from_copy():
        return _report_of(brand, period, at)


def _report_of(brand: Brand, period: Period, at: datetime) -> tuple[str, bytes, bytes]:
    ids = list(MEASURES)
    now = queries.figures(ids, period, brands=[brand])
    before = queries.figures(ids, period.before, brands=[brand])
    pairs = [(figure, earlier) for figure, earlier in zip(now, before, strict=True) if figure.size]
    last = period.until - timedelta(days=1)
    title = _("Figures of %(brand)s") % {"brand": brand.name}
    shown = {
        "title": title,
        "since": period.since,
        "last": last,
        "rows": [_row(figure, earlier) for figure, earlier in pairs],
        "few": PUBLIC_SMALL,
        "known_to": standby.told_from(),
    }
    html = render_to_string("desk/insights/mailed.html", shown)
    told = [figure.told() | {"from": str(period.since), "to": str(last)} for figure, _before in pairs]
    csv = "\ufeff" + "".join(csv_lines(told))
    return title, as_pdf(html.encode(), _STYLE.read_text(), at), csv.encode()


def _row(figure: Figure, before: Figure) -> tuple[str, str, str, str, int]:
    return (
        in_language(figure.measure.title),
        in_language(figure.measure.meaning),
        figure_words(figure),
        change_words(figure, before),
        figure.size,
    )
