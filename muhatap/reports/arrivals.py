"""What came in each half hour of the days of a brand, its holidays, and who is on the rota."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import ExtractHour, ExtractMinute

from muhatap.accounts.models import OnCallShift
from muhatap.accounts.on_call import on_call_at
from muhatap.brands.models import Brand
from muhatap.calendars.models import Calendar
from muhatap.calendars.schedules import Schedule
from muhatap.reports import standby
from muhatap.reports.forecasting import SLOTS, WEEKS
from muhatap.reports.models import Observed
from muhatap.reports.observations import Kind

# What is looked at for a forecast: its weeks, and as many again in case of holidays.
LOOKED_AT = timedelta(weeks=2 * WEEKS)


def arrivals_of(brand: Brand, until: date, *, channel: str = "") -> tuple[Kind, dict[date, list[int]]]:
    """The arrivals of the weeks before a day by half hour: contacts where there are any, else cases.

    Days before the first arrival are left out: nothing was counted then.
    """
    return standby.read_from(lambda using: _arrivals_of(brand, until, channel, using))


def _arrivals_of(brand: Brand, until: date, channel: str, using: str) -> tuple[Kind, dict[date, list[int]]]:
    rows = Observed.objects.using(using).filter(brand=brand, on__gte=until - LOOKED_AT, on__lt=until)
    if channel:
        rows = rows.filter(channel=channel)
    kind = Kind.CONTACT if rows.filter(kind=Kind.CONTACT).exists() else Kind.CASE
    zone = ZoneInfo(brand.zone)
    # A row says that it is left out; the key is not there otherwise.
    counts = (
        rows.filter(kind=kind)
        .exclude(values__has_key="excluded")
        .annotate(hour=ExtractHour("at", tzinfo=zone), minute=ExtractMinute("at", tzinfo=zone))
        .values_list("on", "hour", "minute")
        .annotate(count=Count("id"))
        .order_by("on")
    )
    days: dict[date, list[int]] = {}
    for on, hour, minute, count in counts:
        while days and (gap := max(days) + timedelta(days=1)) < on:
            days[gap] = [0] * SLOTS
        days.setdefault(on, [0] * SLOTS)[hour * 2 + minute // 30] += count
    return kind, days


def channels_with_arrivals(brand: Brand, day: date) -> list[str]:
    """The channels on which something came in the weeks before a day."""
    rows = Observed.objects.filter(
        brand=brand, on__gte=day - LOOKED_AT, on__lt=day, kind__in=[Kind.CASE, Kind.CONTACT]
    )
    named = rows.exclude(channel="").order_by().values_list("channel", flat=True).distinct()
    return sorted(standby.read_from(lambda using: set(named.using(using))))


def holidays_of(brand: Brand) -> frozenset[date]:
    """The holidays of the brand's calendars."""
    schedules = [Schedule.from_json(row.schedule) for row in Calendar.objects.filter(brand=brand)]
    return frozenset(day for schedule in schedules for day in schedule.holidays)


def scheduled_on(brand: Brand, day: date, *, team: str = "") -> list[int]:
    """How many people the rota has in each half hour of a day, of one team or of all."""
    shifts = OnCallShift.objects.filter(team__brand=brand, staff__is_active=True)
    if team:
        shifts = shifts.filter(team__code=team)
    return people_by_slot(list(shifts), day)


def people_by_slot(shifts: Sequence[OnCallShift], day: date) -> list[int]:
    """How many people these shifts have at the begin of each half hour of a day."""
    return [len(on_call_at(shifts, moment)) for moment in _begins(day)]


def _begins(day: date) -> Iterable[datetime]:
    begin = datetime.combine(day, time())
    return (begin + timedelta(minutes=30 * slot) for slot in range(SLOTS))
