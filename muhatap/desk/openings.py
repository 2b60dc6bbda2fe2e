"""When a brand opens next, for replies that shall leave then."""

from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.calendars import hours
from muhatap.calendars.hours import CannotReckon, Schedule
from muhatap.calendars.models import Calendar


def next_opening_of(brand: Brand, at: datetime) -> datetime | None:
    """The next beginning of open hours after a moment, the soonest of the brand's calendars.

    A brand that is open day and night has none.
    """
    rows = Calendar.objects.filter(brand=brand).order_by("id")
    found = [_opening_after(Schedule.from_json(each.schedule), at) for each in rows]
    return min((each for each in found if each is not None), default=None)


def _opening_after(schedule: Schedule, at: datetime) -> datetime | None:
    try:
        if not hours.is_open_at(schedule, at):
            return hours.next_opening(schedule, at)
        closing = hours.closing_of(schedule, at)
        return hours.next_opening(schedule, closing) if closing else None
    except CannotReckon:
        return None
