"""The document of the status page: parts now, what was said of them, and ninety days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.calendars.hours import CannotReckon
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.worktime import business_seconds
from muhatap.incidents.models import Incident, State
from muhatap.incidents.queries import (
    HISTORY,
    incidents_holding,
    incidents_past,
    maintenance_coming,
    spans_of,
    standings_at,
    watched_since,
)
from muhatap.incidents.spans import Effect, Span, cut, seconds_closed, worst
from muhatap.incidents.wording import EFFECT_WORDS, STATE_WORDS, part_icon, part_names, said_in
from muhatap.portal import faces, queries
from muhatap.portal.standing.observing import seen_while_reading

# An hour that was never looked at is neither up nor down.
UNKNOWN = "unknown"
Reckoner = Callable[[datetime, datetime], int]
_RESTS = "rests"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a part: the gravest that was noticed, and how long it could not be reached."""

    on: datetime
    effect: str
    closed_seconds: int
    open_seconds: int


@dataclass(frozen=True, slots=True)
class PartFace:
    """A part as it stands: `state` is of the effects, `maintenance`, or `rests` outside its hours."""

    code: str
    name: str
    icon: str
    state: str
    words: str
    note: str
    days: tuple[Day, ...]
    uptime: str
    share: float | None


@dataclass(frozen=True, slots=True)
class IncidentFace:
    """An incident in the reader's language, what was said of it the newest first."""

    id: int
    title: str
    sort: str
    state: str
    words: str
    effect: str
    parts: tuple[str, ...]
    begins_at: datetime
    ends_at: datetime | None
    is_over: bool
    place: str
    said: tuple[tuple[str, str, datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class StandingFace:
    """Everything of the page, as of a moment."""

    as_of: datetime
    state: str
    words: str
    parts: tuple[PartFace, ...]
    holding: tuple[IncidentFace, ...]
    coming: tuple[IncidentFace, ...]
    past: tuple[IncidentFace, ...]
    watched_since: datetime | None


def standing_of(brand: Brand, languages: Sequence[str], at: datetime) -> StandingFace:
    """How the brand stands at a moment, for page, programs and feed."""
    names = part_names(brand, languages)
    parts = _parts(brand, names, languages, at)

    def faces_of(rows: Sequence[Incident]) -> tuple[IncidentFace, ...]:
        return tuple(incident_face(each, brand, names, languages, at) for each in rows)

    return StandingFace(
        as_of=at,
        **_overall(parts),
        parts=parts,
        holding=faces_of(incidents_holding(brand, at)),
        coming=faces_of(maintenance_coming(brand, at)),
        past=faces_of(incidents_past(brand, at - HISTORY, at)),
        watched_since=watched_since(brand),
    )


def incident_face(
    row: Incident, brand: Brand, names: Mapping[str, str], languages: Sequence[str], at: datetime
) -> IncidentFace:
    """One incident with what was `said` of it."""
    ends_at = row.ends_by(at)
    state = State(row.state)
    if ends_at is not None and row.ended_at is None:
        state = State.DONE
    elif row.is_planned and state == State.PLANNED and row.begins_at <= at:
        state = State.UNDER_WAY
    return IncidentFace(
        id=row.id,
        title=said_in(row.titles, languages),
        sort=row.sort,
        state=state,
        words=str(STATE_WORDS[state]),
        effect=str(EFFECT_WORDS[_worst_of(row) if ends_at else Effect(row.effect)]),
        parts=tuple(names.get(code, code) for code in row.components),
        begins_at=row.begins_at,
        ends_at=ends_at or row.until_at,
        is_over=ends_at is not None,
        place=f"/{brand.code}/status/incidents/{row.id}/",
        said=tuple(
            (
                str(STATE_WORDS[State(each.state)]),
                said_in(each.texts, languages),
                each.holds_at,
                each.written_at,
            )
            for each in row.said
        ),
    )


def _worst_of(row: Incident) -> Effect:
    return worst([Effect(row.effect), *(Effect(each.effect) for each in row.said)])


def _parts(
    brand: Brand, names: Mapping[str, str], languages: Sequence[str], at: datetime
) -> tuple[PartFace, ...]:
    said = section_of(brand, "channels") or brand.channels
    schedules, standings = queries.schedules_of(brand), standings_at(brand, at)
    live = {component: effect for (component, _cause), effect in seen_while_reading(at).items()}
    days = _days(brand, at)
    spans, since = spans_of(brand, days[0][0], at), watched_since(brand)
    reckoners: dict[str, Reckoner] = {}
    found = []
    for code, name in names.items():
        calendar = (said.get(code) or {}).get("calendar", "")
        schedule = schedules.get(calendar)
        if calendar not in reckoners:
            reckoners[calendar] = _reckoner(schedule)
        past = _past(spans.get(code, ()), reckoners[calendar], days, since)
        standing = standings.get(code)
        effect = worst([standing.effect if standing else Effect.NONE, live.get(code, Effect.NONE)])
        state, words = effect.value, str(EFFECT_WORDS[effect])
        note = ""
        if standing and standing.is_planned and effect == standing.effect:
            state, words = "maintenance", _("Planned maintenance")
        elif effect is Effect.NONE and schedule is not None:
            place = queries.place_at(code, dict(said[code]), schedule, at)
            if not place.is_open:
                state, words = _RESTS, _("Outside its hours")
                note = faces.place_faces([place], languages, at)[0].standing if code != "api" else ""
        share = _share(past)
        found.append(PartFace(code, name, part_icon(code), state, words, note, past, _percent(share), share))
    return tuple(found)


def _days(brand: Brand, at: datetime) -> list[tuple[datetime, datetime]]:
    """The ninety days up to today, each from midnight to midnight of the brand, today until now."""
    zone = ZoneInfo(brand.zone)
    today = at.astimezone(zone).date()
    first = today - HISTORY + timedelta(days=1)
    starts = [
        datetime.combine(first + timedelta(days=ahead), time(), zone) for ahead in range(HISTORY.days + 1)
    ]
    return [(since, min(until, at)) for since, until in pairwise(starts)]


def _reckoner(schedule: Schedule | None) -> Reckoner:
    """Open seconds between two moments by a calendar; parts of one calendar ask for the same days."""

    @cache
    def open_between(since: datetime, until: datetime) -> int:
        if schedule is None:
            return int((until - since).total_seconds())
        try:
            return business_seconds(schedule, since, until)
        except CannotReckon:
            return 0

    return open_between


def _past(
    spans: Sequence[Span],
    open_between: Reckoner,
    days: Sequence[tuple[datetime, datetime]],
    known_since: datetime | None,
) -> tuple[Day, ...]:
    # What people wrote down of a time before the desk looked by itself is known as well.
    told = min((each.since for each in spans), default=None)
    first = min((moment for moment in (known_since, told) if moment is not None), default=None)
    found = []
    for since, until in days:
        if first is None or until <= first or until <= since:
            found.append(Day(since, UNKNOWN, 0, 0))
            continue
        inside = cut(spans, max(since, first), until)
        open_seconds = open_between(max(since, first), until)
        closed = min(seconds_closed(inside, open_between), open_seconds)
        effect = worst(each.effect for each in inside if open_between(each.since, each.until) > 0)
        found.append(Day(since, effect.value, closed, open_seconds))
    return tuple(found)


def _share(days: Sequence[Day]) -> float | None:
    open_seconds = sum(each.open_seconds for each in days)
    if not open_seconds:
        return None
    return 1 - sum(each.closed_seconds for each in days) / open_seconds


def _percent(share: float | None) -> str:
    if share is None:
        return ""
    # Cut, not rounded: 99.996 is not a hundred.
    hundredths = int(share * 10_000)
    return _("%(share)s%%") % {"share": number_format(hundredths / 100, 2)}


def _overall(parts: Sequence[PartFace]) -> dict[str, str]:
    states = {each.state for each in parts}
    if states & {"closed"}:
        return {"state": "closed", "words": _("Some of it cannot be reached")}
    if states & {"slow"}:
        return {"state": "slow", "words": _("Some of it is slower than usual")}
    if "maintenance" in states:
        return {"state": "maintenance", "words": _("Planned maintenance is under way")}
    return {"state": "none", "words": _("Everything works")}


def as_json(brand: Brand, face: StandingFace) -> dict[str, Any]:
    """The same for programs: times in ISO 8601, shares between 0 and 1."""
    return {
        "document": "status",
        "brand": brand.code,
        "as_of": face.as_of.isoformat(),
        "state": face.state,
        "says": face.words,
        "watched_since": face.watched_since.isoformat() if face.watched_since else None,
        "components": [
            {
                "code": each.code,
                "name": each.name,
                "state": each.state,
                "says": each.words,
                "uptime_90_days": None if each.share is None else int(each.share * 1_000_000) / 1_000_000,
                "days": [
                    {
                        "day": localtime(day.on).date().isoformat(),
                        "state": day.effect,
                        "closed_seconds": day.closed_seconds,
                        "open_seconds": day.open_seconds,
                    }
                    for day in each.days
                    if day.effect != UNKNOWN
                ],
            }
            for each in face.parts
        ],
        "incidents": [_incident_json(each) for each in face.holding],
        "maintenance": [_incident_json(each) for each in face.coming],
        "past": [_incident_json(each) for each in face.past],
    }


def _incident_json(face: IncidentFace) -> dict[str, Any]:
    return {
        "id": str(face.id),
        "sort": face.sort,
        "title": face.title,
        "state": face.state,
        "components": list(face.parts),
        "begins_at": face.begins_at.isoformat(),
        "ends_at": face.ends_at.isoformat() if face.ends_at else None,
        "page": face.place,
        "updates": [
            {"says": words, "text": text, "since": holds_at.isoformat(), "written_at": at.isoformat()}
            for words, text, holds_at, at in face.said
        ],
    }
