"""Reads of promised calls."""

from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.calendars.models import Calendar
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.spans import Span
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.telling import telling_of
from muhatap.channels.call_models import CallAttempt, Callback
from muhatap.channels.call_slots import Room, Slot, slots_from
from muhatap.customers.telling import PLAIN

PER_HOUR = 4
_PHONE, _CLOCK = "phone", "callback"
_SHOWN = 200


def room_of(brand: Brand) -> Room | None:
    """What the brand promises calls from; None where its charter offers no telephone or promises no call."""
    entry: dict[str, Any] = brand.channels.get(_PHONE) or {}
    if not entry or not entry.get("open", True):
        return None
    promised = [each for each in section_of(brand, "promises") or () if each.get("clock") == _CLOCK]
    calendar = Calendar.objects.filter(brand=brand, name=entry.get("calendar", "")).first()
    if not promised or calendar is None:
        return None
    return Room(
        Schedule.from_json(calendar.schedule),
        Span.parse(str(promised[0]["limit"])),
        int(entry.get("callbacks_per_hour", PER_HOUR)),
    )


def slots_of(brand: Brand, at: datetime, case: Case | None = None) -> list[Slot]:
    """The times at which the brand can promise to call, for this case's customer outside her quiet hours."""
    room = room_of(brand)
    if room is None:
        return []
    taken = Callback.objects.filter(brand=brand, ended_at__isnull=True).values_list("begins_at", flat=True)
    return slots_from(room, at, taken, telling_of(case) if case else PLAIN)


def callback_of(case: Case) -> Callback | None:
    """The call that the case's customer is promised now."""
    return Callback.objects.filter(case=case, ended_at__isnull=True).first()


def attempts_of(case: Case) -> list[CallAttempt]:
    """Every attempt to call on a case, newest first."""
    rows = CallAttempt.objects.filter(callback__case=case).select_related("staff", "callback")
    return list(rows.order_by("-began_at", "-id")[:50])


def place_in_line(callback: Callback) -> int:
    """Her place among those who wait for a call: urgent ones first, then who asked first; 1 is next."""
    before = Callback.objects.filter(
        brand_id=callback.brand_id,
        ended_at__isnull=True,
        begins_at__lte=callback.ends_at,
        asked_at__lt=callback.asked_at,
    )
    if callback.is_urgent:
        before = before.filter(is_urgent=True)
    return before.count() + 1


def callbacks_visible_to(staff: Any, ended: bool = False) -> list[Callback]:
    """The promised calls on cases that this member of staff may read: urgent, then by time and by wish."""
    rows = Callback.objects.filter(case__in=cases_visible_to(staff), ended_at__isnull=not ended)
    rows = rows.select_related("case", "case__customer", "case__owner", "brand").prefetch_related(
        "attempts__staff"
    )
    order = ["-ended_at", "-id"] if ended else ["-is_urgent", "begins_at", "asked_at", "id"]
    return list(rows.order_by(*order)[:_SHOWN])


def callback_visible_to(staff: Any, callback_id: int) -> Callback | None:
    """One promised call, if this member of staff may read its case."""
    rows = Callback.objects.filter(id=callback_id, case__in=cases_visible_to(staff))
    return rows.select_related("case", "case__customer", "case__brand", "case__queue", "brand").first()


def running_call(callback: Callback) -> CallAttempt | None:
    """The attempt whose outcome nobody noted yet."""
    return callback.attempts.select_related("staff").filter(outcome="").first()
