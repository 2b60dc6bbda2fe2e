"""The rows of the list, made in one go: fifty of them cost a few milliseconds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.cases.statuses import Kind
from muhatap.desk.wording import kind_words
from muhatap.promises.clocks import ClockState
from muhatap.promises.models import Clock
from muhatap.promises.readings import ClockReading, reading_of
from muhatap.topics.questions import words
from muhatap.ui.clocks import clock_markup
from muhatap.ui.dates import moment_words
from muhatap.ui.furniture import avatar_markup, channel_markup
from muhatap.ui.readings import read_face

_ORDER = ("late", "hour", "today", "tomorrow", "week", "later", "paused", "none", "done", "changed")
_TAGS_SHOWN = 2
_HOUR = timedelta(hours=1)

_ROW = (
    '<li class="case"{unread}>{channel}'
    '<label class="case-pick">'
    '<input type="checkbox" form="bulk" name="case" value="{number}" aria-label="{pick}"></label>'
    '<a class="case-who" href="/desk/cases/{number}/?{query}"{current}>{who}</a>{clock}{dot}'
    '<span class="case-subject">{subject}</span>'
    '<span class="case-meta"><span class="num">{number}</span><span class="clip">{kind}{topic}</span>'
    "{tags}</span>"
    "{owner}</li>"
)


@dataclass(slots=True)
class Group:
    """Rows whose next promise falls into the same time; `count` says how many are on the page."""

    name: str
    rows: list[SafeString] = field(default_factory=list)
    goes_on: bool = False

    @property
    def count(self) -> str:
        """The number of its rows, with a plus where the next page may bring more."""
        return f"{len(self.rows)}+" if self.goes_on else str(len(self.rows))


def end_of_day(at: datetime) -> datetime:
    """When the reader's day ends."""
    return (localtime(at) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def groups_of(
    found: Iterable[Any],
    clocks: Mapping[int, Clock],
    at: datetime,
    *,
    staff_id: int,
    query: str,
    chosen: str = "",
    goes_on: bool = False,
    by_promise: bool = True,
) -> list[Group]:
    """The rows in groups by when their next promise ends, overdue first; else in one group as they come."""
    ends = _ends(at)
    language = get_language() or ""
    groups: dict[str, Group] = {}
    last = ""
    for row in found:
        clock = clocks.get(row.id)
        reading = reading_of(clock, language, at) if clock else None
        last = _group(row, reading, ends) if by_promise else "changed"
        group = groups.setdefault(last, Group(_group_words(last)))
        group.rows.append(_row(row, reading, at, staff_id=staff_id, query=query, chosen=chosen))
    if goes_on and last:
        groups[last].goes_on = True
    return [groups[name] for name in _ORDER if name in groups]


def _ends(at: datetime) -> tuple[tuple[str, datetime], ...]:
    """Until when each group lasts, in their order."""
    day_end = end_of_day(at)
    tomorrow_end = day_end + timedelta(days=1)
    week_end = day_end + timedelta(days=6 - localtime(at).weekday())
    return (
        ("late", at),
        ("hour", min(at + _HOUR, day_end)),
        ("today", day_end),
        ("tomorrow", tomorrow_end),
        ("week", week_end),
    )


def _group(row: Any, reading: ClockReading | None, ends: tuple[tuple[str, datetime], ...]) -> str:
    if row.status in {"resolved", "closed"}:
        return "done"
    if reading is not None and reading.state is ClockState.PAUSED:
        return "paused"
    found = next((name for name, end in ends if row.next_due_at < end), "later")
    # Without a running promise only a word is due that nobody has been promised by the charter.
    return found if reading is not None or found == "late" else "none"


def _group_words(name: str) -> str:
    match name:
        case "late":
            return _("Overdue")
        case "hour":
            return _("Within the hour")
        case "today":
            return _("Due today")
        case "tomorrow":
            return _("Tomorrow")
        case "week":
            return _("This week")
        case "later":
            return _("Later")
        case "paused":
            return _("Clock paused")
        case "none":
            return _("No promise runs")
        case "changed":
            return _("Last change first")
        case _:
            return _("Resolved")


def _row(
    row: Any, reading: ClockReading | None, at: datetime, *, staff_id: int, query: str, chosen: str
) -> SafeString:
    who = row.customer__name or row.customer__email or row.customer__phone or _("Unknown customer")
    unanswered = row.customer_wrote_at is not None and (
        row.staff_wrote_at is None or row.staff_wrote_at < row.customer_wrote_at
    )
    topic = words(row.topic__names, (get_language() or "",)) if row.topic__names else ""
    kind = format_html("<b>{}</b>", kind_words(row.kind)) if row.kind != Kind.REQUEST else ""
    return format_html(
        _ROW,
        unread=SafeString(" data-unread") if unanswered else "",
        channel=channel_markup(row.channel),
        number=row.number,
        pick=_("Select %(who)s, %(number)s") % {"who": who, "number": row.number},
        query=query,
        current=SafeString(' aria-current="true"') if row.number == chosen else "",
        who=who,
        clock=_clock(row, reading, at),
        dot=format_html('<span class="dot case-unread"><span class="vh">{}</span></span>', _("unanswered"))
        if unanswered
        else "",
        subject=row.subject,
        kind=kind,
        topic=format_html(" · {}", topic) if kind and topic else topic,
        tags=_tags(row.tags) if row.tags else "",
        owner=avatar_markup(row.owner__name or "", "me" if row.owner_id == staff_id else ""),
    )


def _tags(tags: Sequence[str]) -> SafeString:
    """The first tags of a case, and how many more there are."""
    shown = format_html_join("", '<span class="tag">{}</span>', ((tag,) for tag in tags[:_TAGS_SHOWN]))
    more = len(tags) - _TAGS_SHOWN
    return shown + format_html('<span class="tag">+{}</span>', more) if more > 0 else shown


def _clock(row: Any, reading: ClockReading | None, at: datetime) -> SafeString:
    if reading is not None:
        return clock_markup(read_face(reading, at))
    if row.status in {"resolved", "closed"}:
        return format_html('<span class="faint xsmall">{}</span>', moment_words(row.updated_at, at))
    # No promise runs: what is due is the next word to the customer.
    face = {"state": "late" if row.next_due_at < at else "calm", "due_at": row.next_due_at}
    return clock_markup(read_face(face, at))


def day_label(at: datetime) -> str:
    """A day in short, for lists of earlier cases."""
    return date_format(localtime(at), "j M" if at.year == localtime().year else "j M Y")
