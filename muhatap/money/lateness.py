"""Is a payment late yet? Its method's waiting time, counted in the calendar of its day. Pure."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.calendars.hours import Schedule, due_at
from muhatap.money.methods import Flow


@dataclass(frozen=True, slots=True)
class Lateness:
    """By when a payment usually comes, by when at the latest, and whether that has passed (UTC)."""

    paid_at: datetime
    usual_at: datetime | None
    due_at: datetime
    is_late: bool


def lateness_of(flow: Flow, schedule: Schedule, paid_at: datetime, at: datetime) -> Lateness:
    """Judge a payment of this moment at another; late is what has not come when the waiting time is over.

    Raises CannotReckon of the calendars where their holidays are not known.
    """
    due = due_at(schedule, paid_at, flow.within)
    usual = due_at(schedule, paid_at, flow.usual) if flow.usual else None
    return Lateness(paid_at, usual, due, at > due)
