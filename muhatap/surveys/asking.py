"""Whether somebody is asked, and by what: pure, so that every reason can be told and tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.calendars.hours import Schedule, due_at
from muhatap.calendars.spans import Span
from muhatap.surveys.sorts import Sort, Via, Why

REST_DAYS = 30
OPEN_DAYS = 30
# Nobody remembers how she was served so long ago; it comes of a desk that stood still.
ASKED_WITHIN = timedelta(days=14)
_ALL_DAY = (((0, 1440),),) * 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about an invitation in the moment in which it is due."""

    sort: Sort
    due_at: datetime
    is_on: bool = True
    is_erased: bool = False
    is_declined: bool = False
    is_over: bool = True
    is_excluded: bool = False
    has_open_complaint: bool = False
    may_in_complaint: bool = False
    is_machine: bool = False
    last_asked_at: datetime | None = None
    rest_days: int = REST_DAYS
    prefers_page: bool = False
    has_mail: bool = True


def why_not(known: Known, at: datetime) -> Why | None:
    """The first reason not to ask somebody, None where she may be asked."""
    reasons = (
        (Why.OFF, not known.is_on),
        (Why.ERASED, known.is_erased),
        (Why.DECLINED, known.is_declined),
        (Why.OPEN_AGAIN, known.sort is Sort.CLOSING and not known.is_over),
        (Why.NOT_FOR, known.is_excluded),
        (Why.OPEN_COMPLAINT, known.has_open_complaint and not known.may_in_complaint),
        (Why.MACHINE, known.is_machine),
        (Why.RESTED, _rests(known, at)),
        (Why.TOO_LATE, at - known.due_at > ASKED_WITHIN),
    )
    return next((why for why, holds in reasons if holds), None)


def later(zone: str, span: str, at: datetime) -> datetime:
    """So long after a moment, days counted on the wall clock of the zone."""
    return due_at(Schedule(tz=zone, hours=_ALL_DAY), at, Span.parse(span))


def via_of(known: Known) -> Via:
    """By mail, or on her own page where she wishes that or no mail reaches her."""
    return Via.EMAIL if known.has_mail and not known.prefers_page else Via.PORTAL


def _rests(known: Known, at: datetime) -> bool:
    """Whether she was asked less than so many days ago, to the second."""
    return known.last_asked_at is not None and at - known.last_asked_at < timedelta(days=known.rest_days)
