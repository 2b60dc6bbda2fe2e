"""Bringing what routing asks for up to the certificates that somebody holds."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.kernel.actors import Actor
from muhatap.quality.queries import days_certified
from muhatap.routing import operations as routing
from muhatap.routing.queries import skill_with_code

Days = tuple[date, date | None]


def give_certified_skill(*, brand: int, staff: int, skill: str, by: Actor, at: datetime) -> None:
    """Give or take a skill as the certificates of courses that lead to it say; nothing for an unknown one."""
    found = skill_with_code(brand, skill) if skill else None
    if found is None:
        return
    person = Staff.objects.get(id=staff)
    today = at.astimezone(ZoneInfo(person.zone)).date()
    span = _span_for(today, days_certified(brand, staff, skill))
    if span is None:
        routing.take_skill(skill=found, staff=person, by=by, at=at)
        return
    begins, last = span
    routing.give_skill(skill=found, staff=person, valid_from=begins, valid_until=last, by=by, at=at)


def _span_for(today: date, days: Iterable[Days]) -> Days | None:
    """The unbroken days that hold today, or the next ones to come; days in between never count."""
    spans: list[Days] = []
    for begins, last in sorted(days, key=lambda each: each[0]):
        before = spans[-1] if spans else None
        if before is not None and (before[1] is None or begins <= before[1] + timedelta(days=1)):
            is_later = before[1] is not None and (last is None or last > before[1])
            spans[-1] = (before[0], last if is_later else before[1])
        else:
            spans.append((begins, last))
    return next((span for span in spans if span[1] is None or span[1] >= today), None)
