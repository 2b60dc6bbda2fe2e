"""Moments in the reader's words and zone."""

from datetime import date, datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def moment_words(at: datetime, now: datetime) -> str:
    """Say a moment by day and time: today 16:40, 18 Nov 10:02; the year only when it is another."""
    local, today = localtime(at), localtime(now)
    time = time_words(local)
    match (local.date() - today.date()).days:
        case 0:
            return _("today %(time)s") % {"time": time}
        case -1:
            return _("yesterday %(time)s") % {"time": time}
        case 1:
            return _("tomorrow %(time)s") % {"time": time}
        case _:
            day = _date(local.date(), "j M" if local.year == today.year else "j M Y", get_language())
            return f"{day} {time}"


def day_words(at: datetime, now: datetime) -> str:
    """Say a day as a heading: Today, 20 November Friday."""
    local, today = localtime(at).date(), localtime(now).date()
    day = _date(local, "j F l" if local.year == today.year else "j F Y l", get_language())
    match (local - today).days:
        case 0:
            return _("Today, %(day)s") % {"day": day}
        case -1:
            return _("Yesterday, %(day)s") % {"day": day}
        case _:
            return day


def time_words(local: datetime) -> str:
    """Say the time of day of a moment that is already local."""
    return f"{local.hour:02}:{local.minute:02}"


def time_markup(at: datetime, words: str) -> SafeString:
    """Return a `<time>` that carries the exact moment beside its words, which are this module's own."""
    return SafeString(f'<time datetime="{localtime(at).isoformat(timespec="minutes")}">{words}</time>')


# Formatting a date costs more than the rest of a row, and a page speaks of few days.
@lru_cache(maxsize=2048)
def _date(day: date, pattern: str, language: str | None) -> str:
    return date_format(day, pattern)
