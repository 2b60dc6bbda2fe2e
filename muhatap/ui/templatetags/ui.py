"""Tags of the design system; each returns a ready string, so that a list of fifty rows stays cheap."""

import json
from collections.abc import Sequence
from datetime import datetime

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from muhatap.ui import clocks, dates, durations, fields, furniture, icons, readings
from muhatap.ui.words import clock_words

register = template.Library()


@register.simple_tag(takes_context=True)
def html_attributes(context: dict) -> SafeString:
    """Give `<html>` its language, direction, server time, theme, print size, key switch and clocks' words."""
    request = context.get("request")
    cookies = request.COOKIES if isinstance(request, HttpRequest) else {}
    code = get_language() or "en"
    theme = cookies.get("theme", "")
    return format_html(
        'lang="{}" dir="{}" data-now="{}" data-keys="{}" data-words="{}"{}{}',
        code,
        "rtl" if get_language_info(code)["bidi"] else "ltr",
        timezone.localtime().isoformat(timespec="seconds"),
        "off" if cookies.get("keys") == "off" else "on",
        json.dumps(clock_words(), ensure_ascii=False),
        format_html(' data-theme="{}"', theme) if theme in ("light", "dark") else "",
        format_html(' data-size="{}"', "large") if cookies.get("size") == "large" else "",
    )


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Show an icon that only decorates words beside it."""
    return icons.icon_markup(name, classes)


@register.simple_tag
def ring(state: str, percent_left: int = 100) -> SafeString:
    """Show the bare ring of a clock state."""
    return icons.ring_markup(state, percent_left)


@register.simple_tag
def clock(reading: object, size: str = "") -> SafeString | str:
    """Show a promise's clock as a chip; nothing when there is no clock."""
    if reading is None or reading == "":
        return ""
    return clocks.clock_markup(readings.read_face(reading, timezone.now()), size)


@register.simple_tag
def promise(reading: object, current: object = None) -> SafeString:
    """Show one item of `<ol class="promises">`."""
    return clocks.promise_markup(readings.read_face(reading, timezone.now()), bool(current))


@register.simple_tag
def vow(
    reading: object, sentence: str = "", when: str = "", more: str = "", why: Sequence[str] = ()
) -> SafeString:
    """Show one item of `<ul class="vows">`: a promise as a sentence, with why it is then."""
    return clocks.vow_markup(readings.read_face(reading, timezone.now()), sentence, when, more, why)


@register.simple_tag
def track(reading: object, term: str = "", marks: str = "50,80") -> SafeString:
    """Show a promise as a line; `marks` are the shares in percent at which somebody hears of it."""
    now = timezone.now()
    at = tuple(int(mark) for mark in str(marks).split(",") if mark.strip())
    return clocks.track_markup(readings.read_face(reading, now), now, term, at)


@register.simple_tag
def avatar(name: str, kind: str = "") -> SafeString:
    """Show a person's initials."""
    return furniture.avatar_markup(name, kind)


@register.simple_tag
def channel(code: str) -> SafeString:
    """Show a channel's icon with its hidden name."""
    return furniture.channel_markup(code)


@register.simple_tag
def evidence(name: str, size: int = 0, kind: str = "", digest: str = "", url: str = "") -> SafeString:
    """Show one item of `<ul class="evidence-list">`; with a `url` it can be downloaded."""
    act = furniture.download_link(name, url) if url else ""
    return furniture.evidence_markup(name, size, kind, digest, act)


@register.simple_tag
def field(bound: BoundField, classes: str = "") -> SafeString:
    """Show a form field with its label, help and error."""
    return fields.field_markup(bound, classes)


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString | str:
    """Show a form's errors with links to the fields."""
    return fields.error_summary_markup(form)


@register.filter
def duration(seconds: float | None) -> str:
    """Say a length of time given in seconds."""
    return "" if seconds is None else durations.duration_words(seconds)


@register.filter
def when(at: datetime | None, style: str = "moment") -> SafeString | str:
    """Say a moment inside `<time>`; `style` is `moment`, `time` or `day`."""
    if at is None:
        return ""
    now = timezone.now()
    match style:
        case "time":
            words = dates.time_words(timezone.localtime(at))
        case "day":
            words = dates.day_words(at, now)
        case _:
            words = dates.moment_words(at, now)
    return dates.time_markup(at, words)


@register.filter
def money(minor_units: int | None, currency: str = "TRY") -> str:
    """Say an amount of minor units in the reader's notation."""
    return "" if minor_units is None else furniture.money_words(minor_units, currency)


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """Say a percentage in the reader's notation."""
    return "" if value is None else furniture.percent_words(value, digits)


@register.filter
def file_size(size: int | None) -> str:
    """Say a size given in bytes."""
    return "" if size is None else furniture.size_words(size)


@register.filter
def channel_name(code: str) -> str:
    """Say a channel's name."""
    return furniture.channel_words(code)


@register.filter
def case_no(number: str) -> SafeString | str:
    """Show a case number, YY-NNNNN-NNNNC, in the figures that tell digits apart."""
    digits = str(number).replace("-", "")
    if len(digits) == 12 and digits.isdigit():
        digits = f"{digits[:2]}-{digits[2:7]}-{digits[7:]}"
    return format_html('<span class="num">{}</span>', digits) if digits else ""


@register.simple_tag
def copy_button(value: str, label: str = "") -> SafeString:
    """Show a value that copies itself when pressed, such as a case number."""
    return format_html(
        '<button class="linkish num" type="button" data-copy="{}" data-copied="{}" aria-label="{}">'
        "{} {}</button>",
        value,
        _("Copied"),
        f"{label or _('Copy')}: {value}",
        value,
        icons.icon_markup("copy"),
    )
