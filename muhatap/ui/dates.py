"""Moments in the reader's words and zone."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def moment_words(at: datetime, now: datetime) -> str:
    """Say a moment by day and time: today 16:40, 18 Nov 10:02; the year only when it is another."""
    local, today = localtime(at), localtime(now)
    time = local.strftime("%H:%M")
    if local.date() == today.date():
        return _("today %(time)s") % {"time": time}
    if local.date() == today.date() - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": time}
    if local.date() == today.date() + timedelta(days=1):
        return _("tomorrow %(time)s") % {"time": time}
    return date_format(local, "j M H:i" if local.year == today.year else "j M Y H:i")


def day_words(at: datetime, now: datetime) -> str:
    """Say a day as a heading: Today, 20 November Friday."""
    local, today = localtime(at), localtime(now)
    day = date_format(local, "j F l" if local.year == today.year else "j F Y l")
    if local.date() == today.date():
        return _("Today, %(day)s") % {"day": day}
    if local.date() == today.date() - timedelta(days=1):
        return _("Yesterday, %(day)s") % {"day": day}
    return day


def time_markup(at: datetime, words: str) -> SafeString:
    """Return a `<time>` that carries the exact moment beside its words."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        localtime(at).isoformat(timespec="minutes"),
        date_format(localtime(at), "j F Y H:i"),
        words,
    )
