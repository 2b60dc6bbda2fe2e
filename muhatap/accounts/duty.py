"""Who is here to work at a moment: pure arithmetic over presence, absence and working hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Open pages ask for a new right to listen every ten minutes; who was not heard of for so long has gone.
SEEN_WITHIN = timedelta(minutes=30)

Hours = Mapping[str, Sequence[str]]


class Presence(StrEnum):
    """What a person says about herself with the switch at the top of every page."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"


class WrongHours(ValueError):
    """Working hours whose end is not after their begin, or that are no times of day."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person at a moment; `local` is the wall clock where she works."""

    is_active: bool
    presence: str
    away_from: datetime | None
    away_until: datetime | None
    hours: Hours
    seen_at: datetime | None


def is_absent(standing: Standing, at: datetime) -> bool:
    """Whether she noted an absence that holds now, or has no account any more."""
    if not standing.is_active:
        return True
    if standing.away_until is None or standing.away_until <= at:
        return False
    return standing.away_from is None or standing.away_from <= at


def is_on_duty(standing: Standing, at: datetime, local: datetime) -> bool:
    """Whether work may be given to her: signed in, available, not absent, within her hours."""
    if is_absent(standing, at) or standing.presence != Presence.AVAILABLE:
        return False
    if standing.seen_at is None or standing.seen_at <= at - SEEN_WITHIN:
        return False
    return is_within(standing.hours, local)


def is_within(hours: Hours, local: datetime) -> bool:
    """Whether a moment of the wall clock lies in working hours; without any, every moment does.

    Hours whose end is not after their begin go on into the next day.
    """
    if not hours:
        return True
    moment = local.replace(tzinfo=None)
    for days_ago in (0, 1):
        day = moment.date() - timedelta(days=days_ago)
        written = hours.get(DAYS[day.weekday()])
        if not written:
            continue
        begins = datetime.combine(day, time.fromisoformat(written[0]))
        ends = datetime.combine(day, time.fromisoformat(written[1]))
        if ends <= begins:
            ends += timedelta(days=1)
        if begins <= moment < ends:
            return True
    return False


def read_hours(written: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """Working hours as they were written, days without any left out; `WrongHours` for what is no time."""
    found: dict[str, list[str]] = {}
    for day, (begins, ends) in written.items():
        if not begins and not ends:
            continue
        try:
            spans = [time.fromisoformat(each).strftime("%H:%M") for each in (begins, ends)]
        except ValueError as wrong:
            raise WrongHours(day) from wrong
        if spans[0] == spans[1]:
            raise WrongHours(day)
        found[day] = spans
    return found
