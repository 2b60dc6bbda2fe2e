"""Markup of clocks: the chip, the promise of a strip, the sentence for customers, the line with its marks."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from muhatap.ui.dates import moment_words
from muhatap.ui.icons import ring_markup
from muhatap.ui.readings import Face, state_words, time_words

MARKS = (50, 80)

# The chip stands in every row of a list: plain f-strings take a fifth of what format_html takes.
# Whatever came from a person or a charter goes through conditional_escape first.


def clock_markup(face: Face, size: str = "") -> SafeString:
    """Return the chip of a clock; `size` is empty, `lg` or `bare`."""
    css = f"clock clock-{conditional_escape(size)}" if size else "clock"
    ring = ring_markup(face.state, face.percent_left)
    return _ticking(face, f'<span class="{css}" data-state="{face.state}">{ring}{_words(face)}</span>')


def promise_markup(face: Face, current: bool) -> SafeString:
    """Return the item of a promise strip; the current one is the next that falls due."""
    step = ' aria-current="step"' if current else ""
    inside = _ticking(
        face,
        f"{ring_markup(face.state, face.percent_left)}"
        f'<span class="promise-name">{conditional_escape(face.label)}</span>'
        f'<span class="promise-time">{_words(face)}</span>',
    )
    return SafeString(f'<li class="promise" data-state="{face.state}"{step}>{inside}</li>')


def vow_markup(face: Face, sentence: str, when: str, more: str, why: Sequence[str] = ()) -> SafeString:
    """Return a promise as a sentence to a customer; `when` replaces the clock's own words.

    `why` are the lines of how the time came about, shown when she asks.
    """
    own = (
        format_html('<span class="vh">{} </span>{}', state_words(face.state), when) if when else _words(face)
    )
    inside = (
        f"{ring_markup(face.state, face.percent_left)}"
        f'<span class="vow">{conditional_escape(sentence or face.label)}</span>'
        f'<span class="vow-when">{own}</span><span class="vow-more">{conditional_escape(more)}</span>'
    )
    said = inside if when else _ticking(face, inside)
    return SafeString(f'<li data-state="{face.state}">{said}{_reasons(face.label, why)}</li>')


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
    words = conditional_escape(time_words(face))
    if face.is_running:
        words = f'<time datetime="{face.due_at.isoformat(timespec="minutes")}">{words}</time>'
    return SafeString(f'<span class="vh">{state_words(face.state)} </span>{words}')


def _reasons(label: str, why: Sequence[str]) -> str:
    if not why:
        return ""
    return format_html(
        '<details class="vow-why"><summary>{}<span class="vh">: {}</span></summary><ol>{}</ol></details>',
        _("Why this time"),
        label,
        format_html_join("", "<li>{}</li>", ((line,) for line in why)),
    )


def _ticking(face: Face, inside: str) -> SafeString:
    if not face.is_running:
        return SafeString(inside)
    start = f' start="{face.started_at.isoformat()}"' if face.is_even else ""
    soon = f' soon="{face.soon_at.isoformat()}"' if face.soon_at else ""
    # Business days cannot be counted without the calendar: only the server says how many are left.
    count = ' count="server"' if face.is_counted_in_business_days else ""
    return SafeString(
        f'<promise-clock due="{face.due_at.isoformat()}"{start}{soon}{count}>{inside}</promise-clock>'
    )
