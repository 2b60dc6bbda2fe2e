"""Hours of channels and what of them was closed, from what was written on the status page."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.calendars.hours import CannotReckon, Schedule
from muhatap.calendars.models import Calendar
from muhatap.calendars.worktime import business_seconds
from muhatap.incidents.queries import spans_of, watched_since
from muhatap.incidents.spans import Span, cut, seconds_closed
from muhatap.kernel.actors import Actor
from muhatap.reports.keeping import mark_dirty, row_of
from muhatap.reports.models import Observed
from muhatap.reports.observations import Kind, Observation

SOURCE = "standing"
# What is written afterwards of a day, an incident found late, still reaches it.
_LOOKED_BACK = 7


def count_availability(*, brand: Brand, by: Actor, at: datetime) -> int:
    """Count again the last days that are over; says how many days changed.

    A channel of which another system told the hours of a day is left to it, and a time before anybody
    watched is not counted.
    """
    known_since = watched_since(brand)
    zone = ZoneInfo(brand.zone)
    today = at.astimezone(zone).date()
    if known_since is None:
        return 0
    first = max(today - timedelta(days=_LOOKED_BACK), known_since.astimezone(zone).date())
    start = _midnight(first, zone)
    said = section_of(brand, "channels") or brand.channels
    schedules = {row.name: Schedule.from_json(row.schedule) for row in Calendar.objects.filter(brand=brand)}
    spans = spans_of(brand, start, at)
    changed = 0
    for ahead in range((today - first).days):
        day = first + timedelta(days=ahead)
        since, until = max(_midnight(day, zone), known_since), _midnight(day + timedelta(days=1), zone)
        seen = [
            _seen(code, schedules.get(entry.get("calendar", "")), spans.get(code, []), since, until, day)
            for code, entry in said.items()
            if entry.get("open", True) and code != "api"
        ]
        changed += _keep(brand, day, [each for each in seen if each is not None])
    return changed


def _seen(
    code: str, schedule: Schedule | None, spans: list[Span], since: datetime, until: datetime, day: date
) -> Observation | None:
    def open_between(start: datetime, end: datetime) -> int:
        if schedule is None:
            return int((end - start).total_seconds())
        try:
            return business_seconds(schedule, start, end)
        except CannotReckon:
            return 0

    open_seconds = open_between(since, until)
    if not open_seconds:
        return None
    down = min(seconds_closed(cut(spans, since, until), open_between), open_seconds)
    return Observation(
        kind=Kind.UPTIME,
        subject=f"{code} {day.isoformat()}",
        at=since,
        on=day,
        places={"channel": code},
        values={"open_seconds": open_seconds, "down_seconds": down},
    )


def _keep(brand: Brand, day: date, seen: list[Observation]) -> int:
    rows = Observed.objects.filter(brand=brand, kind=Kind.UPTIME, on=day)
    told = set(rows.exclude(source=SOURCE).values_list("channel", flat=True))
    wanted = {each.place("channel"): dict(each.values) for each in seen if each.place("channel") not in told}
    own = rows.filter(source=SOURCE)
    before: dict[str, Any] = dict(own.values_list("channel", "values"))
    if before == wanted:
        return 0
    with unit_of_work():
        own.delete()
        Observed.objects.bulk_create(
            row_of(each, brand.id, 0, source=SOURCE) for each in seen if each.place("channel") in wanted
        )
        mark_dirty({(brand.id, day)})
    return 1


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
