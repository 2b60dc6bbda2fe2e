"""What a reader of the dashboards asks for: days, brand, team, and within what she may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff, Team
from muhatap.brands.models import Brand
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.queries import Period

SPANS = ("12", "30", "90", "month", "last-month")
TRENDS = ("frt_median", "sla_attainment", "resolution_median", "cases_received", "csat", "fcr")
_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Days, brands and filter of a dashboard; `is_own` where she sees her own work only."""

    staff: Staff
    span: str
    period: Period
    brands: Sequence[Brand]
    all_brands: Sequence[Brand]
    team: str
    trend: str
    is_own: bool
    where: Mapping[str, str] = field(default_factory=dict)

    @property
    def brand_code(self) -> str:
        """The one brand that was chosen, empty for all of hers."""
        return self.brands[0].code if len(self.brands) == 1 and len(self.all_brands) > 1 else ""

    def query(self, **more: str) -> str:
        """The question as the query of an address, with more or other parts."""
        said = {"span": self.span, "team": self.team, "brand": self.brand_code, "trend": self.trend}
        if self.span == "days":
            said |= {"since": str(self.period.since), "until": str(self.period.until - timedelta(days=1))}
        return urlencode({name: value for name, value in (said | more).items() if value})


def asked_in(given: Mapping[str, str], staff: Staff, today: date) -> Asked:
    """What the query of an address asks; whatever makes no sense falls back to the last twelve days."""
    readable, is_whole = queries.brands_read_by(staff)
    chosen = [brand for brand in readable if brand.code == given.get("brand")] or readable
    span, period = _period(given, today)
    team = given.get("team", "")[:40] if is_whole else ""
    if team and not (team.isprintable() and Team.objects.filter(brand__in=chosen, code=team).exists()):
        team = ""
    where = {"team": team} if team else {}
    if not is_whole:
        where = {"agent": str(staff.pk)}
    trend = given.get("trend", "")
    return Asked(
        staff=staff,
        span=span,
        period=period,
        brands=chosen,
        all_brands=readable,
        team=team,
        trend=trend if trend in MEASURES else TRENDS[0],
        is_own=not is_whole,
        where=where,
    )


def span_words(span: str) -> str:
    """The name of a span of days."""
    match span:
        case "month":
            return _("This month")
        case "last-month":
            return _("Last month")
        case _:
            return _("Last %(count)s days") % {"count": span}


def teams_of(asked: Asked) -> list[tuple[str, str]]:
    """Code and name of the teams to choose from; of several brands with one code, the first."""
    if asked.is_own:
        return []
    rows = Team.objects.filter(brand__in=asked.brands).order_by("name", "id").values_list("code", "name")
    return list(dict(reversed(list(rows))).items())[::-1]


def _period(given: Mapping[str, str], today: date) -> tuple[str, Period]:
    span = given.get("span", "")
    if span == "days":
        since, last = _day(given.get("since")), _day(given.get("until"))
        if since and last and since <= last:
            return span, Period(since, last + timedelta(days=1))
    month = today.replace(day=1)
    if span == "month":
        return span, Period(month, today + timedelta(days=1))
    if span == "last-month":
        return span, Period((month - timedelta(days=1)).replace(day=1), month)
    days = int(span) if span in SPANS else 12
    return str(days), Period(today - timedelta(days=days - 1), today + timedelta(days=1))


def _day(said: str | None) -> date | None:
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        return None
    return day if _FIRST_DAY <= day <= date(2100, 1, 1) else None
