"""The log of security events as a page shows it, and what each reader may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import names_of, scope_of, staff_in
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Stream
from muhatap.audit.security import CATEGORIES, Asked, SecurityEvent, Within, security_events_within
from muhatap.brands.models import Brand
from muhatap.desk.access.wording import kind_words, particulars
from muhatap.dossiers.wording import actor_words
from muhatap.kernel.facts import INSTALLATION

PAGE = 50
EXPORTED_AT_MOST = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the log in words."""

    event: SecurityEvent
    what: str
    who: str
    about: str
    brand: str
    details: str


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log: its lines, where the next begins, and the length of the installation's chain."""

    lines: Sequence[Line]
    following: int | None
    chain: Stream | None


def asked_in(given: Mapping[str, str], zone: str) -> Asked:
    """The filters of a page; what cannot be read filters nothing."""
    category, staff_id = given.get("category", ""), given.get("person", "")
    return Asked(
        category=category if category in CATEGORIES else "",
        staff_id=int(staff_id) if staff_id.isdecimal() and len(staff_id) < 20 else None,
        since=_begin(given.get("since", ""), zone, 0),
        until=_begin(given.get("until", ""), zone, 1),
    )


def within_of(staff: Staff) -> Within:
    """What she may see: her brands that let her watch, and the people of these brands."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_SECURITY)
    return Within(frozenset(brand_ids), frozenset(each.pk for each in staff_in(brand_ids)))


def log_of(staff: Staff, asked: Asked, before: int | None) -> Log:
    """A page of the events that she may see, the newest first."""
    found = security_events_within(within_of(staff), asked, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    chain = Stream.objects.filter(id=INSTALLATION.object_id).first()
    return Log(_lines(shown), shown[-1].id if len(found) > PAGE else None, chain)


def exported(staff: Staff, asked: Asked) -> list[SecurityEvent]:
    """The events for a file, oldest first, at most fifty thousand."""
    return security_events_within(within_of(staff), asked, limit=EXPORTED_AT_MOST)[::-1]


def _lines(events: Sequence[SecurityEvent]) -> list[Line]:
    people = {each for event in events for each in (event.actor_id, event.staff_id) if each}
    names, brands = names_of(people), dict(Brand.objects.values_list("id", "name"))
    return [
        Line(
            event,
            kind_words(event.kind),
            actor_words(event.actor_kind, names.get(event.actor_id or 0, ""), event.actor_label),
            names.get(event.staff_id or 0, "") if event.staff_id != event.actor_id else "",
            brands.get(event.brand_id or 0, ""),
            particulars(event.kind, event.content),
        )
        for event in events
    ]


def _begin(written: str, zone: str, days: int) -> datetime | None:
    """The beginning of a day of her zone; days at the ends of the calendar begin nowhere in other zones."""
    try:
        day = date.fromisoformat(written)
        if not 1970 <= day.year <= 9000:
            return None
        return datetime.combine(day + timedelta(days=days), time(), ZoneInfo(zone))
    except ValueError:
        return None
