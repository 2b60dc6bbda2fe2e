"""Promised calls as the desk shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.channels.call_models import CallAttempt, Callback, Outcome
from muhatap.channels.call_queries import callbacks_visible_to, slots_of
from muhatap.channels.models import Delivery
from muhatap.ui.dates import moment_words


@dataclass(frozen=True, slots=True)
class CallRow:
    """One promised call: when, whom, what was tried, and who calls just now."""

    callback: Callback
    when: str
    standing: str
    tel: str
    tried: Sequence[tuple[CallAttempt, str]]
    caller: str

    @property
    def state(self) -> str:
        """How its time stands, in the words of clocks."""
        return {"missed": "late", "now": "soon"}.get(self.standing, "calm")


def call_rows(staff: Staff, at: datetime, ended: bool = False) -> list[CallRow]:
    """The promised calls that she may see, those that come next first; or those that are over."""
    return [call_row(each, at) for each in callbacks_visible_to(staff, ended)]


def call_row(callback: Callback, at: datetime) -> CallRow:
    """One promised call as the desk shows it."""
    attempts = sorted(callback.attempts.all(), key=lambda each: (each.began_at, each.id))
    running = next((each for each in attempts if not each.outcome), None)
    return CallRow(
        callback=callback,
        when=between_words(callback, at),
        standing=_standing(callback, at),
        tel=f"tel:{quote(callback.phone, safe='+')}",
        tried=[(each, outcome_words(each.outcome)) for each in attempts if each.outcome],
        caller=running.staff.name if running and running.staff else "",
    )


def between_words(callback: Callback, at: datetime) -> str:
    """Between which moments the call was promised."""
    ends = localtime(callback.ends_at)
    return _("%(begins)s to %(ends)s") % {
        "begins": moment_words(callback.begins_at, at),
        "ends": f"{ends:%H:%M}",
    }


def outcome_words(outcome: str) -> str:
    """What came of an attempt."""
    match outcome:
        case Outcome.ANSWERED:
            return _("Answered")
        case Outcome.NO_ANSWER:
            return _("No answer")
        case Outcome.BUSY:
            return _("Line busy")
        case Outcome.WRONG_NUMBER:
            return _("Wrong number")
        case Outcome.OTHER_TIME:
            return _("Asked for another time")
        case _:
            return _("Calling")


def ended_words(ended_as: str) -> str:
    """How a promised call ended."""
    match ended_as:
        case "answered":
            return _("Answered")
        case "cancelled":
            return _("Taken back by the customer")
        case "wrong_number":
            return _("Wrong number")
        case _:
            return _("Not reached after the last attempt")


def outcome_choices() -> list[tuple[str, str]]:
    """What can be noted of a call."""
    return [(each.value, outcome_words(each)) for each in Outcome]


def slot_choices(case: Case, at: datetime) -> list[tuple[str, str]]:
    """The times that can be promised to the customer of a case."""
    return [
        (slot.begins_at.isoformat(), f"{moment_words(slot.begins_at, at)} – {localtime(slot.ends_at):%H:%M}")
        for slot in slots_of(case.brand, at, case)
    ]


def to_be_told(case: Case) -> list[Delivery]:
    """The answers that the customer of a case wished to be told by telephone and was not told yet."""
    rows = Delivery.objects.filter(case=case, channel="phone", sent_at__isnull=True, given_up_at__isnull=True)
    return list(rows.select_related("message").order_by("id"))


def _standing(callback: Callback, at: datetime) -> str:
    if callback.ended_at is not None:
        return callback.ended_as
    if at > callback.ends_at:
        return "missed"
    return "now" if at >= callback.begins_at else "ahead"
