"""The ninety bars of a part, readable without colour, and told in words to those who do not see them."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.incidents.spans import Effect
from muhatap.portal.standing.telling import UNKNOWN, Day

_STEP, _WIDE, _HIGH = 8, 6, 28


def days_markup(days: Sequence[Day]) -> SafeString:
    """Bars for the eye; for the ear the days on which something was."""
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"><title>{}</title></rect>',
        (_bar(number, each) for number, each in enumerate(days)),
    )
    return format_html(
        '<svg class="days" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
        '<p class="vh">{}</p>',
        len(days) * _STEP - (_STEP - _WIDE),
        _HIGH,
        bars,
        told(days),
    )


def told(days: Sequence[Day]) -> str:
    """The days on which it was slow or could not be reached, in words."""
    closed = [each for each in days if each.effect == Effect.CLOSED]
    slow = [each for each in days if each.effect == Effect.SLOW]
    known = sum(each.effect != UNKNOWN for each in days)
    parts = [ngettext("%(count)d day is known.", "%(count)d days are known.", known) % {"count": known}]
    if closed:
        parts.append(_("Not reachable at times on %(days)s.") % {"days": _named(closed)})
    if slow:
        parts.append(_("Slow at times on %(days)s.") % {"days": _named(slow)})
    if not closed and not slow:
        parts.append(_("Nothing was disturbed."))
    return " ".join(parts)


def _bar(number: int, day: Day) -> tuple[str, int, int, int, int, str]:
    height = _HIGH // 2 if day.effect == Effect.SLOW else _HIGH
    said = date_format(day.on, "j F")
    if day.effect == Effect.CLOSED:
        minutes = max(1, round(day.closed_seconds / 60))
        lost = ngettext("%(count)d minute not reachable", "%(count)d minutes not reachable", minutes)
        said = f"{said}: {lost % {'count': minutes}}"
    elif day.effect == Effect.SLOW:
        said = f"{said}: {_('slow at times')}"
    elif day.effect == UNKNOWN:
        said = f"{said}: {_('not known')}"
    return f"day-{day.effect}", number * _STEP, _HIGH - height, _WIDE, height, said


def _named(days: Sequence[Day]) -> str:
    return ", ".join(date_format(each.on, "j F") for each in days[-12:])
