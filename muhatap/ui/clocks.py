"""Markup of clocks: the chip, the promise of a strip, the sentence for customers, the line with its marks."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muhatap.ui.dates import moment_words
from muhatap.ui.icons import ring_markup
from muhatap.ui.readings import BUSINESS_DAYS, Face, state_words, time_words

MARKS = (50, 80)


def clock_markup(face: Face, size: str = "") -> SafeString:
    """Return the chip of a clock; `size` is empty, `lg` or `bare`."""
    chip = format_html(
        '<span class="{}" data-state="{}">{}{}</span>',
        f"clock clock-{size}" if size else "clock",
        face.state,
        ring_markup(face.state, face.percent_left),
        _words(face),
    )
    return _ticking(face, chip)


def promise_markup(face: Face, current: bool) -> SafeString:
    """Return the item of a promise strip; the current one is the next that falls due."""
    return format_html(
        '<li class="promise" data-state="{}"{}>{}</li>',
        face.state,
        format_html(' aria-current="{}"', "step") if current else "",
        _ticking(
            face,
            format_html(
                '{}<span class="promise-name">{}</span><span class="promise-time">{}</span>',
                ring_markup(face.state, face.percent_left),
                face.label,
                _words(face),
            ),
        ),
    )


def vow_markup(face: Face, sentence: str, when: str, more: str) -> SafeString:
    """Return a promise as a sentence to a customer; `when` replaces the clock's own words."""
    inside = format_html(
        '{}<span class="vow">{}</span><span class="vow-when">{}</span><span class="vow-more">{}</span>',
        ring_markup(face.state, face.percent_left),
        sentence or face.label,
        format_html('<span class="vh">{} </span>{}', state_words(face.state), when) if when else _words(face),
        more,
    )
    return format_html('<li data-state="{}">{}</li>', face.state, inside if when else _ticking(face, inside))


def track_markup(face: Face, now: datetime, term: str, marks: tuple[int, ...] = MARKS) -> SafeString:
    """Return one promise as a line with its escalation marks in percent; `term` is its length in words."""
    passed = 100 if face.state == "late" else 100 - face.percent_left
    bar = format_html(
        '<svg class="track-bar" role="img" aria-label="{}">'
        '<rect class="tb-base" y="5" width="100%" height="4" rx="2"/>'
        '<rect class="tb-fill" y="5" width="{}%" height="4" rx="2"/>{}'
        '<circle class="tb-now" cx="{}%" cy="7" r="4.5"/></svg>',
        _("%(percent)d%% of the time has passed") % {"percent": passed},
        passed,
        format_html_join(
            "", '<line class="tb-tick" x1="{}%" x2="{}%" y1="1" y2="13"/>', ((mark, mark) for mark in marks)
        ),
        passed,
    )
    return format_html(
        '<div class="track" data-state="{}">'
        '<div class="track-head"><span class="track-name">{}{}</span>{}</div>{}'
        '<p class="track-foot"><span>{}</span><span>{}</span></p></div>',
        face.state,
        face.label,
        format_html(" <small>{}</small>", term) if term else "",
        clock_markup(face),
        bar,
        moment_words(face.started_at, now) if face.started_at else "",
        moment_words(face.due_at, now) if face.due_at else "",
    )


def _words(face: Face) -> SafeString:
    words = time_words(face)
    if face.is_running:
        words = format_html('<time datetime="{}">{}</time>', face.due_at.isoformat(timespec="minutes"), words)
    return format_html('<span class="vh">{} </span>{}', state_words(face.state), words)


def _ticking(face: Face, inside: SafeString) -> SafeString:
    if not face.is_running:
        return inside
    return format_html(
        '<promise-clock due="{}"{}{}{}>{}</promise-clock>',
        face.due_at.isoformat(),
        format_html(' start="{}"', face.started_at.isoformat()) if face.started_at else "",
        format_html(' soon="{}"', face.soon_at.isoformat()) if face.soon_at else "",
        # Business time cannot be counted without the calendar: only the server says how many days are left.
        format_html(' count="{}"', "server") if face.unit == BUSINESS_DAYS else "",
        inside,
    )
