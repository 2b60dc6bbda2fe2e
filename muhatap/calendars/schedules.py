"""A calendar as data: a zone, weekly hours, holidays and half days."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from muhatap.calendars import zones
from muhatap.calendars.openings import Intervals, Openings

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY: Intervals = ((0, 1440),)
FIELDS = ("tz", "hours", "holidays", "half_days", "half_days_count", "valid_until", "names")
DAY_MINUTES = 1440
ONE_DAY = timedelta(days=1)

_TIME = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])(\+1)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class ScheduleError(ValueError):
    """A calendar that cannot be: `field` names the place, `code` the reason, `message` the remedy."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Schedule:
    """Open hours in one zone, Monday first, in minutes of the day: 540 is 09:00 and 1440 is 24:00.

    A night shift ends on the next day, 1800 is 06:00 of it, and belongs to the day on which it begins.
    `half_days` replace the hours of their day, a holiday's too. Without any weekly hours a business day
    is Monday to Friday until 24:00. After `valid_until` no holiday is known and answers are refused.
    `names` says in each language what a day off is called; it changes no answer.
    """

    tz: str
    hours: tuple[Intervals, ...] = ((),) * 7
    holidays: frozenset[date] = frozenset()
    half_days: Mapping[date, Intervals] = field(default_factory=dict)
    half_days_count: bool = True
    valid_until: date | None = None
    names: Mapping[date, Mapping[str, str]] = field(default_factory=dict, compare=False)
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.hours) != 7:
            raise ScheduleError("hours", "not_a_week", "Give the hours of seven days, Monday first.")
        weekly = zip(self.hours, WEEKDAYS, strict=True)
        self._set("zone", zone_named(self.tz))
        self._set("hours", tuple(tidy(day, f"hours.{name}") for day, name in weekly))
        self._refuse_nights_that_overlap()
        self._set("half_days", {day: tidy(own, f"half_days.{day}") for day, own in self.half_days.items()})
        self._set("holidays", frozenset(self.holidays))

    def __hash__(self) -> int:
        return hash((self.tz, self.hours, self.holidays, self.half_days_count, self.valid_until))

    @classmethod
    def from_json(cls, written: object) -> "Schedule":
        """The calendar that a JSON object describes; ScheduleError names the field that is wrong."""
        if not isinstance(written, dict):
            raise ScheduleError("schedule", "not_an_object", 'Write an object with "tz" and "hours".')
        unknown = [name for name in written if name not in FIELDS]
        if unknown:
            raise ScheduleError(
                str(unknown[0])[:40], "unknown_field", f"A calendar has only {', '.join(FIELDS)}."
            )
        until = written.get("valid_until")
        counts = written.get("half_days_count", True)
        if not isinstance(counts, bool):
            raise ScheduleError("half_days_count", "not_a_truth", "Write true or false.")
        return cls(
            tz=_required_zone(written),
            hours=_weekly(written.get("hours")),
            holidays=frozenset(_days(written.get("holidays"), "holidays")),
            half_days=_half_days(written.get("half_days")),
            half_days_count=counts,
            valid_until=None if until is None else day_written(until, "valid_until"),
            names=_names(written.get("names")),
        )

    def to_json(self) -> dict:
        """The calendar as the JSON object that `from_json` reads, in a fixed order."""
        weekly = zip(WEEKDAYS, self.hours, strict=True)
        names = {day.isoformat(): dict(said) for day, said in sorted(self.names.items())}
        written = {
            "tz": self.tz,
            "hours": {name: _written(day) for name, day in weekly if day},
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
            "half_days": {day.isoformat(): _written(own) for day, own in sorted(self.half_days.items())},
            "half_days_count": self.half_days_count,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }
        return {**written, "names": names} if names else written

    @cached_property
    def openings(self) -> Openings:
        """Its open time as moments, laid out when first asked for."""
        return Openings(self.zone, self.hours_on)

    @cached_property
    def has_weekly_hours(self) -> bool:
        """Whether it is open on any ordinary weekday."""
        return any(self.hours)

    @cached_property
    def known_until(self) -> int | None:
        """The moment after which its holidays are not known, None where they always are."""
        if self.valid_until is None:
            return None
        return zones.midnight(self.zone, self.valid_until + timedelta(days=1))

    @cached_property
    def has_nights(self) -> bool:
        """Whether any hours run over midnight."""
        return any(end > DAY_MINUTES for day in (*self.hours, *self.half_days.values()) for _, end in day)

    @cached_property
    def is_always_open(self) -> bool:
        """Whether it is open day and night, all year."""
        return self.hours == (WHOLE_DAY,) * 7 and not self.holidays and not self.half_days

    def hours_on(self, day: date) -> Intervals:
        """The open hours of a day in minutes, with what is left of the night before; empty when closed."""
        begun = self.hours_begun_on(day)
        if not self.has_nights:
            return begun
        left = [(0, end - DAY_MINUTES) for _, end in self.hours_begun_on(day - ONE_DAY) if end > DAY_MINUTES]
        return united([*left, *((start, min(end, DAY_MINUTES)) for start, end in begun)])

    def hours_begun_on(self, day: date) -> Intervals:
        """The hours that begin on a day; those over midnight end beyond 1440."""
        special = self.half_days.get(day)
        if special is not None:
            return special
        return () if day in self.holidays else self.hours[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Whether it opens that day; without weekly hours, whether it is Monday to Friday and no holiday."""
        if self.has_weekly_hours or day in self.half_days:
            return bool(self.hours_begun_on(day))
        return day.weekday() < 5 and day not in self.holidays

    def is_counted_day(self, day: date) -> bool:
        """Whether it is one of the business days that a limit in `bd` counts."""
        return self.is_working_day(day) and (self.half_days_count or day not in self.half_days)

    def _refuse_nights_that_overlap(self) -> None:
        for place, today in enumerate(self.hours):
            following = self.hours[(place + 1) % 7]
            if today and following and today[-1][1] - DAY_MINUTES > following[0][0]:
                field = f"hours.{WEEKDAYS[(place + 1) % 7]}"
                raise ScheduleError(field, "overlap", "The night before runs into these open hours.")

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def always(tz: str) -> Schedule:
    """The calendar of a zone that is open day and night, all year."""
    return Schedule(tz=tz, hours=(WHOLE_DAY,) * 7)


ALWAYS = always


def zone_named(name: object) -> ZoneInfo:
    """The zone with this IANA name; ScheduleError when there is none."""
    try:
        if isinstance(name, str) and name:
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise ScheduleError("tz", "unknown_zone", "Write the name of a time zone, such as Europe/Istanbul.")


def tidy(intervals: Iterable[tuple[int, int]], field: str) -> Intervals:
    """The intervals in order, touching ones as one; ScheduleError for overlapping or turned ones."""
    tidied: list[tuple[int, int]] = []
    for opening, closing in sorted(tuple(pair) for pair in intervals):
        if not 0 <= opening < min(closing, DAY_MINUTES) or closing - opening > DAY_MINUTES:
            message = "Open hours end after they begin; write the end of a night as “06:00+1”."
            raise ScheduleError(field, "ends_before_it_begins", message)
        if tidied and opening < tidied[-1][1]:
            message = "Two of these open hours overlap; write them as one."
            raise ScheduleError(field, "overlap", message)
        if tidied and opening == tidied[-1][1]:
            tidied[-1] = (tidied[-1][0], closing)
        else:
            tidied.append((opening, closing))
    return tuple(tidied)


def united(intervals: Iterable[tuple[int, int]]) -> Intervals:
    """The intervals in order, those that overlap or touch as one."""
    together: list[tuple[int, int]] = []
    for opening, closing in sorted(intervals):
        if together and opening <= together[-1][1]:
            together[-1] = (together[-1][0], max(together[-1][1], closing))
        else:
            together.append((opening, closing))
    return tuple(together)


def day_written(text: object, field: str) -> date:
    """The day written as 2026-10-29; ScheduleError otherwise."""
    if isinstance(text, date):
        return date(text.year, text.month, text.day)
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ScheduleError(field, "not_a_day", "Write a day of the calendar as 2026-10-29.")


def _required_zone(written: dict) -> str:
    if "tz" not in written:
        raise ScheduleError("tz", "missing", "Name the time zone, such as Europe/Istanbul.")
    zone_named(written["tz"])
    return written["tz"]


def _weekly(written: object) -> tuple[Intervals, ...]:
    if written is None:
        written = {}
    if not isinstance(written, dict):
        raise ScheduleError(
            "hours", "not_an_object", 'Write an object such as {"mon": [["09:00", "18:00"]]}.'
        )
    for name in written:
        if name not in WEEKDAYS:
            raise ScheduleError(
                f"hours.{str(name)[:20]}", "unknown_weekday", f"The days are {', '.join(WEEKDAYS)}."
            )
    return tuple(_intervals(written.get(name), f"hours.{name}") for name in WEEKDAYS)


def _half_days(written: object) -> dict[date, Intervals]:
    if written is None:
        written = {}
    if not isinstance(written, dict):
        message = 'Write an object such as {"2026-10-28": [["09:00", "13:00"]]}.'
        raise ScheduleError("half_days", "not_an_object", message)
    return {
        day_written(day, f"half_days.{str(day)[:20]}"): _intervals(own, f"half_days.{str(day)[:20]}")
        for day, own in written.items()
    }


def _names(written: object) -> dict[date, dict[str, str]]:
    if written is None:
        return {}
    if not isinstance(written, dict) or not all(isinstance(said, dict) for said in written.values()):
        message = 'Write an object such as {"2026-10-29": {"en": "Republic Day"}}.'
        raise ScheduleError("names", "not_an_object", message)
    return {
        day_written(day, f"names.{str(day)[:20]}"): {str(key): str(name) for key, name in said.items()}
        for day, said in written.items()
    }


def _days(written: object, field: str) -> list[date]:
    if written is None:
        return []
    if not isinstance(written, list | tuple | set | frozenset):
        raise ScheduleError(field, "not_a_list", 'Write a list of days such as ["2026-10-29"].')
    return [day_written(day, f"{field}[{place}]") for place, day in enumerate(written)]


def _intervals(written: object, field: str) -> Intervals:
    if written is None:
        return ()
    if not isinstance(written, list | tuple):
        raise ScheduleError(field, "not_a_list", 'Write a list of open hours such as [["09:00", "18:00"]].')
    pairs = []
    for place, pair in enumerate(written):
        where = f"{field}[{place}]"
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise ScheduleError(
                where, "not_a_pair", 'Write an opening and a closing time: ["09:00", "18:00"].'
            )
        pairs.append((_minutes(pair[0], where), _minutes(pair[1], where)))
    return tidy(pairs, field)


def _minutes(text: object, field: str) -> int:
    written = _TIME.fullmatch(text) if isinstance(text, str) else None
    minutes = int(written[1]) * 60 + int(written[2]) if written else DAY_MINUTES + 1
    if written is None or minutes > DAY_MINUTES:
        raise ScheduleError(field, "not_a_time", "Write a time in quotes, from “00:00” to “24:00”.")
    return minutes + DAY_MINUTES if written[3] else minutes


def _written(intervals: Intervals) -> list[list[str]]:
    return [[_time(minutes) for minutes in pair] for pair in intervals]


def _time(minutes: int) -> str:
    if minutes > DAY_MINUTES:
        return f"{_time(minutes - DAY_MINUTES)}+1"
    return f"{minutes // 60:02}:{minutes % 60:02}"
