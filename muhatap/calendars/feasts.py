"""Public holidays of Türkiye, of England and Wales and of other countries, as days for a calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import holidays

from muhatap.calendars.openings import Intervals
from muhatap.calendars.schedules import Schedule, ScheduleError

HALF_DAY_STARTS = 13 * 60
ESTIMATED = "(estimated)"

LANGUAGES = {"tr": "tr", "en": "en_US"}

_FRIDAY = 4
_SATURDAY = {"tr": "Tatilin ardından gelen cumartesi", "en": "Saturday after a holiday"}


def public_holidays(country: str, years: Iterable[int]) -> tuple[frozenset[date], dict[date, int]]:
    """The whole holidays of a country, and the days on which one begins with its minute of the day.

    `country` is a code such as `TR` or `GB-ENG`; ScheduleError when it is unknown.
    """
    years = sorted(set(years))
    days = {day for day in _named(country, years, "public") if day.year in years}
    half_days = dict.fromkeys(sorted(_named(country, years, "half_day")), HALF_DAY_STARTS)
    whole = frozenset(days - half_days.keys())
    if _code(country)[0] == "TR":
        whole |= _saturdays_after(whole)
    return whole, {day: minute for day, minute in half_days.items() if day not in whole}


def estimated_days(country: str, years: Iterable[int]) -> frozenset[date]:
    """Those holidays whose date is reckoned from the moon and not yet announced: a person must check them."""
    years = sorted(set(years))
    found = {**_named(country, years, "public"), **_named(country, years, "half_day")}
    return frozenset(day for day, name in found.items() if ESTIMATED in name)


def with_public_holidays(
    schedule: Schedule, country: str, years: Iterable[int], half_day_starts: int = HALF_DAY_STARTS
) -> Schedule:
    """The calendar with a country's holidays for these years, known until the end of the last one.

    Half holidays begin at this minute of the day. What the calendar says itself about a day stands.
    """
    years = sorted(set(years))
    if not years:
        raise ScheduleError("years", "missing", "Name the years whose holidays the calendar shall know.")
    whole, starts = public_holidays(country, years)
    shortened = half_day_hours(schedule.hours, dict.fromkeys(starts, half_day_starts))
    return replace(
        schedule,
        holidays=schedule.holidays | whole,
        half_days={**shortened, **schedule.half_days},
        valid_until=date(years[-1], 12, 31),
        names={**holiday_names(country, years), **schedule.names},
    )


def without_holidays(schedule: Schedule, worked: Iterable[date]) -> Schedule:
    """The calendar with days that an operator works although its country rests."""
    worked = frozenset(worked)
    return replace(
        schedule,
        holidays=schedule.holidays - worked,
        half_days={day: own for day, own in schedule.half_days.items() if day not in worked},
        names={day: said for day, said in schedule.names.items() if day not in worked},
    )


def holiday_names(country: str, years: Iterable[int]) -> dict[date, dict[str, str]]:
    """What each holiday is called in Turkish where the library knows it, and in English."""
    years = sorted(set(years))
    names: dict[date, dict[str, str]] = {}
    for language in LANGUAGES:
        for category in ("public", "half_day"):
            for day, name in _named(country, years, category, language).items():
                names.setdefault(day, {})[language] = name
    if _code(country)[0] == "TR":
        for day in _saturdays_after(frozenset(names)) - names.keys():
            names[day] = dict(_SATURDAY)
    return dict(sorted(names.items()))


def half_day_hours(
    hours: tuple[Intervals, ...], half_day_starts: Mapping[date, int]
) -> dict[date, Intervals]:
    """The hours of each weekday cut where its half holiday begins; days closed anyway are left out."""
    return {
        day: _cut(hours[day.weekday()], minute)
        for day, minute in half_day_starts.items()
        if hours[day.weekday()]
    }


def _cut(intervals: Intervals, end: int) -> Intervals:
    return tuple((opening, min(closing, end)) for opening, closing in intervals if opening < end)


def _named(country: str, years: list[int], category: str, language: str = "en") -> dict[date, str]:
    code, subdivision = _code(country)
    try:
        known = holidays.country_holidays(code)
        spoken = LANGUAGES[language]
        if category not in known.supported_categories or (
            language != "en" and spoken not in known.supported_languages
        ):
            return {}
        return dict(
            holidays.country_holidays(
                code, subdiv=subdivision, years=years, categories=category, language=spoken
            )
        )
    except NotImplementedError:
        raise ScheduleError(
            "country", "unknown_country", f"No holidays are known for “{country[:20]}”; write TR or GB-ENG."
        ) from None


def _code(country: str) -> tuple[str, str | None]:
    code, _, subdivision = country.upper().partition("-")
    return code, subdivision or None


def _saturdays_after(days: frozenset[date]) -> frozenset[date]:
    """Law 2429, article 2/D: when a holiday ends on a Friday evening, all of Saturday is a holiday too."""
    return frozenset(day + timedelta(days=1) for day in days if day.weekday() == _FRIDAY)
