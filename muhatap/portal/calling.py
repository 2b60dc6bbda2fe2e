"""A promised call in the customer's words, and the times that she can choose from, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.call_models import Callback
from muhatap.channels.call_queries import attempts_of, callback_of, place_in_line, slots_of


@dataclass(frozen=True, slots=True)
class SlotFace:
    """One time that can be chosen; `value` is what the form sends."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class CallFace:
    """Her promised call: when, on which number, how many are before her, and what was tried."""

    callback: Callback
    words: str
    place: int
    tried: Sequence[tuple[datetime, str]]


def slot_days(brand: Brand, at: datetime, case: Case | None = None) -> list[tuple[str, list[SlotFace]]]:
    """The times that can be promised, by day."""
    days: dict[date, list[SlotFace]] = {}
    for slot in slots_of(brand, at, case):
        begins = localtime(slot.begins_at)
        value = slot.begins_at.isoformat()
        said = {"begins": f"{begins:%H:%M}", "ends": f"{localtime(slot.ends_at):%H:%M}"}
        words = f"{said['begins']} – {said['ends']}"
        if slot.is_first:
            words = _("as soon as possible, by %(ends)s") % said
        days.setdefault(begins.date(), []).append(SlotFace(value, words))
    return [(_day_words(day, at), slots) for day, slots in days.items()]


def moment_said(text: str) -> datetime | None:
    """The beginning of a slot as the form sent it."""
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def call_face(case: Case) -> CallFace | None:
    """The promised call of a case, if there is one."""
    callback = callback_of(case)
    if callback is None:
        return None
    tried = [(each.began_at, _outcome_words(each.outcome)) for each in attempts_of(case) if each.outcome]
    return CallFace(callback, between_words(callback), place_in_line(callback), tried)


def between_words(callback: Callback) -> str:
    """Between which moments we call."""
    begins, ends = localtime(callback.begins_at), localtime(callback.ends_at)
    return _("%(day)s between %(begins)s and %(ends)s") % {
        "day": date_format(begins, "j F l"),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }


def _day_words(day: date, at: datetime) -> str:
    return _("Today") if day == localtime(at).date() else date_format(day, "j F l")


def _outcome_words(outcome: str) -> str:
    match outcome:
        case "answered":
            return _("we spoke")
        case "busy":
            return _("your line was busy")
        case "wrong_number":
            return _("we reached somebody else")
        case "other_time":
            return _("you asked for another time")
        case _:
            return _("we did not reach you")
