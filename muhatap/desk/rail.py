"""The rail of queues, views and channels with their counts, and what else stands around every page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.statuses import Status
from muhatap.desk.counts import COUNTED, DOUBTS, NOTICES, rail_counts, tallies_of
from muhatap.desk.places import OFFERED, Place, View
from muhatap.desk.queries import COUNTED_AT_MOST, Desk
from muhatap.desk.saved_views import saved_views_of
from muhatap.live.queries import grant_for
from muhatap.topics.models import Queue
from muhatap.topics.questions import words
from muhatap.ui.furniture import CHANNELS, channel_words

_ICONS = {
    View.MINE: "user",
    View.UNASSIGNED: "inbox",
    View.DUE_TODAY: "clock",
    View.ESCALATED: "escalate",
    View.OPEN: "list",
    View.WAITING: "pause",
    View.RESOLVED: "check",
}
_BESIDE_QUEUES = (View.MINE, View.UNASSIGNED)
_STILL = frozenset({Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY})


@dataclass(frozen=True, slots=True)
class RailItem:
    """One line of the rail; `count` is what is shown, empty where nothing is counted."""

    name: str
    icon: str
    query: str
    count: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the list and the case: the rail, the bell, and the right to hear of changes."""

    queues: Sequence[RailItem]
    views: Sequence[RailItem]
    channels: Sequence[RailItem]
    total: str
    unread: str
    last_seq: int
    doubts: str = ""
    saved: Sequence[RailItem] = ()
    is_short: bool = False


def view_words(view: View) -> str:
    """The name of a view."""
    match view:
        case View.MINE:
            return _("My cases")
        case View.UNASSIGNED:
            return _("Unassigned")
        case View.DUE_TODAY:
            return _("Promises due today")
        case View.ESCALATED:
            return _("Escalated")
        case View.WAITING:
            return _("Waiting")
        case View.RESOLVED:
            return _("Resolved")
        case View.ALL:
            return _("Cases that fit")
        case _:
            return _("All open cases")


def queue_words(queue: Queue) -> str:
    """The name of a queue in the reader's language."""
    return words(queue.names, (get_language() or "", queue.brand.default_language)) or queue.code


def place_words(desk: Desk, place: Place) -> str:
    """What the list is called: its queue or view, and its channel."""
    queue = desk.queue(place.queue)
    name = queue_words(queue) if queue else view_words(place.view)
    if queue and place.view is not View.OPEN:
        name = f"{name} · {view_words(place.view)}"
    return f"{name} · {channel_words(place.channel)}" if place.channel else name


def surroundings_of(desk: Desk, place: Place, day_end: datetime) -> Surroundings:
    """The rail with counts that stop at 99, in two queries."""
    counts, last = rail_counts(desk, day_end)
    # Asked of all open cases at once, SQLite would read every one of them to find few.
    counts[View.ESCALATED.value] = sum(counts.get(queue_id, 0) for queue_id in desk.escalation_ids)
    shown = {name: _shown(count) for name, count in counts.items()}
    tallies = tallies_of(desk)
    channels: Counter[str] = Counter()
    if tallies is not None:
        for (channel, _status), count in tallies.items():
            channels[channel] += count
        shown[View.WAITING.value] = _shown(sum(n for (_, status), n in tallies.items() if status in _STILL))
    plain = not (place.queue or place.channel or place.saved or place.asked)
    views: dict[View, RailItem] = {
        view: RailItem(
            view_words(view),
            _ICONS[view],
            Place(view).query(),
            shown.get(view.value, ""),
            plain and place.view is view,
        )
        for view in OFFERED
    }
    several = len({queue.brand_id for queue in desk.queues}) > 1
    return Surroundings(
        queues=[
            *(views[view] for view in _BESIDE_QUEUES),
            *(_queue_item(queue, place, shown.get(queue.id, "0"), several) for queue in desk.queues),
        ],
        views=[item for view, item in views.items() if view not in _BESIDE_QUEUES],
        channels=[
            _channel_item(code, place, _shown(channels[code]) if tallies is not None else "")
            for code in CHANNELS
            if channels[code] or place.channel == code or (tallies is None and code in _USUAL)
        ],
        total=shown[place.view.value] if plain and place.view in (*COUNTED, View.ESCALATED) else "",
        unread=shown[NOTICES] if counts[NOTICES] else "",
        last_seq=last,
        doubts=shown[DOUBTS],
    )


_USUAL = ("email", "web_form", "phone", "api")


def saved_items(desk: Desk, place: Place, counts: Mapping[int, str]) -> list[RailItem]:
    """The saved views of a reader; `counts` may come later."""
    return [
        RailItem(
            view.name,
            "users" if view.is_shared else "filter",
            Place(View.ALL, saved=view.id).query(),
            counts.get(view.id, ""),
            place.saved == view.id and not place.asked,
        )
        for view in saved_views_of(desk.staff)
    ]


def grant_of(desk: Desk, at: datetime, *case_numbers: str) -> str:
    """The right to hear of changes: of whole brands by role, else of her queues and her own cases."""
    scope = scope_of(desk.staff)
    readable = scope.brand_ids_with(Permission.READ_CASES)
    topics = [f"brand:{brand_id}" for brand_id in readable if brand_id in scope.whole_brand_ids]
    topics += [f"queue:{q.id}" for q in desk.queues if q.brand_id not in scope.whole_brand_ids]
    if readable:
        topics.append(f"owner:{desk.staff.pk}")
    topics += [f"case:{number}" for number in case_numbers if number]
    topics.append(f"staff:{desk.staff.pk}")
    return grant_for(topics, at)


def _queue_item(queue: Queue, place: Place, count: str, several: bool) -> RailItem:
    name = f"{queue.brand.name} · {queue_words(queue)}" if several else queue_words(queue)
    is_here = place.queue == queue.id and not (place.channel or place.asked)
    return RailItem(name, "users", Place(queue=queue.id).query(), count, is_here)


def _channel_item(code: str, place: Place, count: str) -> RailItem:
    is_here = place.channel == code and not place.asked
    return RailItem(channel_words(code), CHANNELS[code][0], Place(channel=code).query(), count, is_here)


def _shown(count: int) -> str:
    return f"{COUNTED_AT_MOST - 1}+" if count >= COUNTED_AT_MOST else str(count)
