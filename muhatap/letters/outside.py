"""Where a customer can go when our answer does not satisfy her, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.brands.queries import section_of
from muhatap.calendars.days import day_after
from muhatap.calendars.spans import Span
from muhatap.cases.models import Case
from muhatap.customers.countries import jurisdiction_of
from muhatap.topics.questions import words

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class OutsideBody:
    """One body in the customer's language; `last_on` is None where it names no time."""

    name: str
    when: str
    url: str
    last_on: date | None


def bodies_for(case: Case, answered_at: datetime, kind: str = "complaint") -> tuple[OutsideBody, ...]:
    """The bodies of the brand's charter for a kind of matter under the customer's law.

    Their times run from the day of our answer in the brand's zone, which is not counted.
    """
    where = jurisdiction_of(case.brand, case.customer)
    day = answered_at.astimezone(ZoneInfo(case.brand.zone)).date()
    languages = (case.language, *case.brand.languages)
    return tuple(
        _body(entry, languages, day)
        for entry in section_of(case.brand, "outside_bodies") or ()
        if entry.get("jurisdiction", where) in {"", where} and kind in (entry.get("kinds") or ("complaint",))
    )


def last_day(answered_on: date, within: str) -> date:
    """The last day on which one can go there, if our answer came on this day, which is not counted."""
    if within.endswith("y"):
        return day_after(answered_on, Span(int(within[:-1]) * _MONTHS_A_YEAR, "mo"))
    return day_after(answered_on, Span.parse(within))


def _body(entry: dict[str, object], languages: Sequence[str], day: date) -> OutsideBody:
    within = str(entry.get("within", ""))
    url = str(entry.get("url", ""))
    return OutsideBody(
        name=words(entry["name"], languages),
        when=words(entry["when"], languages),
        url=url if url.startswith(("https://", "http://")) else "",
        last_on=last_day(day, within) if within else None,
    )
