"""Where a reader of the list stands: the view, the queue, the channel and the page, as the address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from muhatap.kernel.text import clean
from muhatap.ui.furniture import CHANNELS


class View(StrEnum):
    """The views of the list."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    DUE_TODAY = "due_today"
    ESCALATED = "escalated"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    ALL = "all"


# What the rail offers; every case, resolved and closed ones too, is only asked for by a condition.
OFFERED = tuple(view for view in View if view is not View.ALL)
FAR_AT_MOST = 3
_TEXT_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: its moment in the order of the list, and its id."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


@dataclass(frozen=True, slots=True)
class Place:
    """What the list shows; queue, channel, a saved view and a typed condition narrow the view."""

    view: View = View.OPEN
    queue: int | None = None
    channel: str = ""
    after: After | None = None
    saved: int | None = None
    asked: str = ""
    # How far a condition that few cases fit is looked for: each step looks at ten times as many.
    far: int = 0

    def query(self, **changes: object) -> str:
        """The address of this place with some parts changed, first page unless `after` is said."""
        parts = {
            "view": self.view,
            "queue": self.queue,
            "channel": self.channel,
            "saved": self.saved,
            "q": self.asked,
            "after": None,
            "far": None,
            **changes,
        }
        return urlencode({name: str(value) for name, value in parts.items() if value})

    @property
    def here(self) -> str:
        """The address of this very page of the list."""
        return self.query(after=self.after, far=self.far)

    @property
    def asked_query(self) -> str:
        """What was typed, for the address of another page."""
        return urlencode({"q": self.asked})

    @property
    def unasked(self) -> str:
        """The address of this place without what was typed."""
        return self.query(q="")


def place_of(asked: Mapping[str, str], otherwise: View) -> Place:
    """Read the place from an address; what it does not know is left out."""
    view, queue, channel = asked.get("view", ""), asked.get("queue", ""), asked.get("channel", "")
    saved, text = asked.get("saved", ""), clean(asked.get("q", "")[:_TEXT_AT_MOST], single_line=True)
    if view in set(View):
        chosen = View(view)
    elif queue or channel:
        chosen = View.OPEN
    else:
        chosen = View.ALL if saved or text else otherwise
    return Place(
        view=chosen,
        queue=_id(queue),
        channel=channel if channel in CHANNELS else "",
        after=_after(asked.get("after", "")),
        saved=_id(saved),
        asked=text,
        far=min(_id(asked.get("far", "")) or 0, FAR_AT_MOST),
    )


def _id(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < 19 else None


def _after(written: str) -> After | None:
    at, _, row_id = written.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        found = After(moment, int(row_id))
    except ValueError:
        return None
    # Dates at the ends of the calendar have no counterpart in other zones.
    is_sound = moment.tzinfo is not None and 1900 < moment.year < 9000
    return found if is_sound and 0 <= found.id < 1 << 63 else None
