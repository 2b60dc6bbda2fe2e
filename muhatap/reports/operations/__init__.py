"""What can be done about measures."""

from muhatap.reports.operations.availability import count_availability
from muhatap.reports.operations.bounding import (
    NotABound,
    answer_alert,
    retire_bound,
    set_bound,
    watch_bounds,
)
from muhatap.reports.operations.closing import ClosedAlready, NotOver, close_month
from muhatap.reports.operations.following import (
    begin_rebuild,
    follow_events,
    go_on_rebuilding,
    look_again,
    rebuild,
)
from muhatap.reports.operations.importing import import_history
from muhatap.reports.operations.publishing import (
    NotPublishable,
    PublishedAlready,
    propose_report,
    publish_due_reports,
)
from muhatap.reports.operations.rolling import mark_all_dirty, roll_days, roll_spans
from muhatap.reports.operations.sealing import NotOverYet, SealedAlready, seal_day, seal_due_day
from muhatap.reports.operations.subscribing import end_subscription, note_sent, subscribe

__all__ = [
    "ClosedAlready",
    "NotABound",
    "NotOver",
    "NotOverYet",
    "NotPublishable",
    "PublishedAlready",
    "SealedAlready",
    "answer_alert",
    "begin_rebuild",
    "close_month",
    "count_availability",
    "end_subscription",
    "follow_events",
    "go_on_rebuilding",
    "import_history",
    "look_again",
    "mark_all_dirty",
    "note_sent",
    "propose_report",
    "publish_due_reports",
    "rebuild",
    "retire_bound",
    "roll_days",
    "roll_spans",
    "seal_day",
    "seal_due_day",
    "set_bound",
    "subscribe",
    "watch_bounds",
]
