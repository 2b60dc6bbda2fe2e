"""The calls of a brand as the telephone system and those who called told of them."""

from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.channels.models import CallAttempt
from muhatap.quality.calls import CallSeen

_MOST = 5000


def calls_since(brand: Brand, since: datetime) -> list[CallSeen]:
    """The brand's calls that began after a moment, the newest first; those that still run are left out."""
    rows = CallAttempt.objects.filter(callback__brand=brand, began_at__gte=since).exclude(outcome="")
    rows = rows.select_related("callback__case", "details").order_by("-began_at", "-id")
    return [_seen(each) for each in rows[:_MOST]]


def _seen(attempt: CallAttempt) -> CallSeen:
    details = getattr(attempt, "details", None)
    said = {
        "case_number": attempt.callback.case.number,
        "is_answered": attempt.answered_at is not None or attempt.outcome == "answered",
        "talk": attempt.seconds or 0,
        "note": attempt.note,
    }
    if details is None:
        return CallSeen(**said)
    return CallSeen(
        **said,
        hold=details.hold_seconds,
        wrap_up=details.wrap_up_seconds,
        is_transferred=details.was_transferred,
        is_abandoned=details.was_abandoned,
        may_analyse=details.notice_given,
        turns=tuple((who, begins, ends, text) for who, begins, ends, text in details.turns),
    )
