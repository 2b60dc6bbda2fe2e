"""What can be done about measures."""

from muhatap.reports.operations.following import (
    begin_rebuild,
    follow_events,
    look_again,
    rebuild,
    rebuild_state,
    write_cases,
)
from muhatap.reports.operations.importing import import_history
from muhatap.reports.operations.rolling import days_to_roll, mark_all_dirty, roll_days, roll_months

__all__ = [
    "begin_rebuild",
    "days_to_roll",
    "follow_events",
    "import_history",
    "look_again",
    "mark_all_dirty",
    "rebuild",
    "rebuild_state",
    "roll_days",
    "roll_months",
    "write_cases",
]
