"""The channels: what each is good for, when people answer there, whether it is open now, coming holidays."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.calendars.schedules import Schedule
from muhatap.calendars.week_words import intervals_words
from muhatap.portal import faces, queries
from muhatap.portal.published.editions import Edition
from muhatap.topics.questions import words

Facts = dict[str, Any]
_AHEAD = 366
_MOST = 6
# Programs, not people, use it.
_NOT_SHOWN = frozenset({"api"})


def channels(edition: Edition) -> Facts:
    """Every offered channel; live state only for the charter in force."""
    schedules = edition.schedules()
    entries = [
        (code, entry)
        for code, entry in edition.section("channels").items()
        if code not in _NOT_SHOWN and entry.get("open", True)
    ]
    contact = edition.said["brand"]["contact"]
    return {
        "zone": edition.said["brand"]["zone"],
        "channels": [_channel(edition, code, entry, schedules) for code, entry in entries],
        "emergency": contact.get("urgent_phone", ""),
        "post": contact.get("post", "") or edition.said["brand"]["legal_entity"].get("address", ""),
    }


def open_now(edition: Edition) -> Facts:
    """The little that an operator's own site shows: which channels are open, and until or from when."""
    return {
        "channels": [
            {
                name: each[name]
                for name in ("code", "name", "address", "is_open", "standing", "closes_at", "opens_at")
            }
            for each in channels(edition)["channels"]
        ]
    }


def _channel(
    edition: Edition, code: str, entry: Mapping[str, Any], schedules: Mapping[str, Schedule]
) -> Facts:
    schedule = schedules.get(entry.get("calendar", ""))
    place = queries.place_at(code, dict(entry), schedule, edition.at)
    face = faces.place_faces([place], edition.languages, edition.at)[0]
    live = edition.is_current
    return {
        "code": code,
        "name": face.name,
        "address": face.address,
        "href": face.href,
        "icon": face.icon,
        "best_for": face.best_for,
        "expected": face.expected,
        "have_ready": list(face.checklist),
        "is_best_effort": bool(entry.get("best_effort", False)),
        "identity_level": entry.get("identity_level", 0),
        "is_open": place.is_open if live else None,
        "standing": face.standing if live else "",
        "closes_at": localtime(place.closes_at) if live and place.closes_at else None,
        "opens_at": localtime(place.opens_at) if live and place.opens_at else None,
        "week": [{"days": days, "hours": times} for days, times in face.week],
        "zone": schedule.tz if schedule else "",
        "special_days": special_days(schedule, edition) if schedule else [],
    }


def special_days(schedule: Schedule, edition: Edition) -> list[Facts]:
    """The coming days of a year on which the usual hours do not hold: holidays, half days, other hours."""
    today = edition.at.astimezone(schedule.zone).date()
    coming = []
    for ahead in range(_AHEAD):
        day = today + timedelta(days=ahead)
        usual, actual = schedule.hours[day.weekday()], schedule.hours_begun_on(day)
        if actual == usual:
            continue
        coming.append(
            {
                "day": day,
                "name": words(dict(schedule.names.get(day, {})), edition.languages),
                "is_closed": not actual,
                "hours": intervals_words(actual) if actual else _("closed"),
            }
        )
        if len(coming) == _MOST:
            break
    return coming
