"""Where and when a charter is answered: calendars, plans, channels, teams, queues."""

from __future__ import annotations

from dataclasses import dataclass

from muhatap.charters.mapping import pairs
from muhatap.charters.texts import Interval, Text


@dataclass(frozen=True)
class WeekHours:
    mon: tuple[Interval, ...] = ()
    tue: tuple[Interval, ...] = ()
    wed: tuple[Interval, ...] = ()
    thu: tuple[Interval, ...] = ()
    fri: tuple[Interval, ...] = ()
    sat: tuple[Interval, ...] = ()
    sun: tuple[Interval, ...] = ()

    def days(self) -> tuple[tuple[Interval, ...], ...]:
        """Return the intervals of the seven days, Monday first."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)


@dataclass(frozen=True)
class DayHours:
    day: str
    hours: tuple[Interval, ...]


@dataclass(frozen=True)
class DayName:
    day: str
    name: Text


@dataclass(frozen=True)
class Holidays:
    country: str = ""
    half_day_until: str = "13:00"
    extra: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    confirmed_until: str = ""
    names: tuple[DayName, ...] = pairs()
    half_days: tuple[DayHours, ...] = pairs()


@dataclass(frozen=True)
class Calendar:
    code: str
    name: Text
    hours: WeekHours
    zone: str = ""
    holidays: Holidays = Holidays()
    half_days_count: bool = True


@dataclass(frozen=True)
class Plan:
    code: str
    name: Text
    description: Text | None = None
    calendar: str = ""
    account_manager: bool = False
    deputy: bool = False
    raises_to: str = ""


@dataclass(frozen=True)
class Capabilities:
    attachments: bool = True
    largest_megabytes: int | None = None
    longest_message: int | None = None
    formatted: bool = False
    public: bool = False
    reply_window: str = ""


@dataclass(frozen=True)
class Mailbox:
    name: str
    address: str
    topic: str = ""


@dataclass(frozen=True)
class Choice:
    key: str
    topic: str
    says: Text


@dataclass(frozen=True)
class Channel:
    code: str
    name: Text
    calendar: str
    open: bool = True
    best_effort: bool = False
    identity_level: int = 1
    address: str = ""
    expected: Text | None = None
    best_for: Text | None = None
    checklist: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    capabilities: Capabilities = Capabilities()
    mailboxes: tuple[Mailbox, ...] = ()
    callbacks_per_hour: int = 4
    menu: tuple[Choice, ...] = ()
    voice_guide: Text | None = None
    origins: tuple[str, ...] = ()
    minimum_version: str = ""


@dataclass(frozen=True)
class Team:
    code: str
    name: Text
    calendar: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Queue:
    code: str
    name: Text
    team: str
    escalates_to: str = ""
