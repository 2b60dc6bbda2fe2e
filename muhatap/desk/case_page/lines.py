"""The lines of events as markup, made in one go: a case has more of them than of anything else."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from muhatap.desk.case_page.telling import Line
from muhatap.ui.dates import time_markup, time_words
from muhatap.ui.icons import icon_markup


def lines_markup(lines: Iterable[Line]) -> SafeString:
    """Each line with its icon, who did it, what happened, and the time of day."""
    return SafeString("".join(_line(line) for line in lines))


def _line(line: Line) -> SafeString:
    return format_html(
        '<p class="event"{}>{}<span>{}{}</span>{}</p>\n',
        format_html(' data-kind="{}"', line.kind) if line.kind else "",
        icon_markup(line.icon),
        format_html("<b>{}</b> ", line.who) if line.who else "",
        format_html('<a href="{}">{}</a>', line.href, line.text) if line.href else line.text,
        time_markup(line.at, time_words(localtime(line.at))),
    )
