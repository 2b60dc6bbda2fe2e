"""Movements of an account as the operator's ledger tells them, read with limits; pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.kernel.masking import mask
from muhatap.kernel.text import clean

MOST_MOVEMENTS = 500
LONGEST_DAYS = 366
_ID, _LABEL = 64, 120


class BadMovements(ValueError):
    """The answer is no list of movements."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement: the operator's id for it, when, what, how much, and how it stands."""

    id: str
    at: datetime
    labels: Mapping[str, str]
    amount: str
    currency: str
    standing: Mapping[str, str]

    def label(self, language: str) -> str:
        """What it was, in this language or in whichever there is."""
        return self.labels.get(language) or next(iter(self.labels.values()), "")

    def stands(self, language: str) -> str:
        """How it stands, in this language or in whichever there is."""
        return self.standing.get(language) or next(iter(self.standing.values()), "")


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another in a zone, both of them whole."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """The first moment of the first day."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def ends(self) -> datetime:
        """The first moment after the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies in one of the days, the first and the last among them."""
        return self.begins <= at < self.ends


def days_between(first: str, last: str, today: date, zone: ZoneInfo) -> Days:
    """The days that were asked for as `2026-11-01`; the last month where nothing was, a year at most.

    Turned around they mean the same; what is no day counts as not written.
    """
    begins, ends = _day(first), _day(last)
    ends = min(ends or today, today) if begins is None or (ends or today) >= begins else ends
    begins = begins if begins is not None else ends - timedelta(days=30)
    begins, ends = min(begins, ends), max(begins, ends)
    return Days(max(begins, ends - timedelta(days=LONGEST_DAYS - 1)), ends, zone)


def read_movements(data: bytes, days: Days) -> list[Movement]:
    """The movements in an answer that lie in these days, the newest first; `BadMovements` for none."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadMovements("json") from error
    rows = said.get("movements") if isinstance(said, dict) else None
    if not isinstance(rows, list):
        raise BadMovements("movements")
    read = [_movement(row) for row in rows[:MOST_MOVEMENTS]]
    return sorted((each for each in read if days.holds(each.at)), key=lambda each: each.at, reverse=True)


def _movement(said: Any) -> Movement:
    if not isinstance(said, dict):
        raise BadMovements("movement")
    return Movement(
        id=_text(said.get("id"), _ID),
        at=_moment(said.get("at")),
        labels=_words(said.get("label", "")),
        amount=_text(said.get("amount", ""), 24),
        currency=_text(said.get("currency", ""), 3),
        standing=_words(said.get("standing", "")),
    )


def _words(said: Any) -> dict[str, str]:
    words = said if isinstance(said, dict) else {"": said}
    return {str(code)[:8]: _text(text, _LABEL) for code, text in list(words.items())[:8]}


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str | int):
        raise BadMovements("text")
    return mask(clean(str(value), max_length=longest, single_line=True).strip()).text


def _moment(value: Any) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadMovements("at") from error
    if at.tzinfo is None:
        raise BadMovements("at")
    return at


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return day if date(1990, 1, 1) <= day <= date(2200, 1, 1) else None
