"""How long a time is, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


def duration_words(seconds: float) -> str:
    """Say a length of time in seconds: days from two days on, then day and hours, then hours and minutes."""
    whole = int(abs(seconds))
    if whole < MINUTE:
        return _("%(count)d s") % {"count": whole}
    if whole >= 2 * DAY:
        return _days(whole)
    if whole >= DAY:
        return _joined(_days(whole), _hours(whole % DAY))
    if whole >= HOUR:
        return _joined(_hours(whole), _minutes(whole % HOUR))
    return _minutes(whole)


def remaining_words(seconds: float) -> str:
    """Say what is left or overdue, in seconds, rounded down so that nobody is promised more than there is."""
    if abs(seconds) < MINUTE:
        return _("< 1 min")
    return duration_words(seconds)


def business_days_words(count: int) -> str:
    """Say a number of business days."""
    return ngettext("%(count)d business day", "%(count)d business days", count) % {"count": count}


def _days(seconds: int) -> str:
    return _("%(count)d d") % {"count": seconds // DAY}


def _hours(seconds: int) -> str:
    return _("%(count)d h") % {"count": seconds // HOUR} if seconds >= HOUR else ""


def _minutes(seconds: int) -> str:
    return _("%(count)d min") % {"count": seconds // MINUTE} if seconds >= MINUTE else ""


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if second else first
