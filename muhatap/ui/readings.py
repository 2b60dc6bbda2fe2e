"""What a clock shows: reads any object or mapping that carries a clock's state and times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from django.utils.translation import gettext as _

from muhatap.ui.durations import DAY, business_days_words, duration_words, remaining_words

STATES = ("calm", "soon", "late", "paused", "kept", "missed", "idle")
RUNNING = ("calm", "soon", "late")
BUSINESS_DAYS = "business days"
SOON_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Face:
    """The face of one clock: times are aware, seconds may be negative when overdue."""

    state: str
    label: str = ""
    due_at: datetime | None = None
    started_at: datetime | None = None
    soon_at: datetime | None = None
    remaining_seconds: float | None = None
    took_seconds: float | None = None
    share: float | None = None
    unit: str = ""
    remaining_days: int | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether time is passing and an end is known, so that a browser can keep the words true."""
        return self.state in RUNNING and self.due_at is not None

    @property
    def percent_left(self) -> int:
        """Return the share left as a whole percentage between 0 and 100."""
        share = 1.0 if self.share is None else self.share
        return floor(min(1.0, max(0.0, share)) * 100)


def read_face(reading: object, now: datetime) -> Face:
    """Read a clock's face from an object or mapping; what it does not say is worked out from its times."""
    due_at = _of(reading, "due_at", "due")
    started_at = _of(reading, "started_at", "started")
    remaining = _of(reading, "remaining_seconds")
    if remaining is None and due_at is not None:
        remaining = (due_at - now).total_seconds()
    share = _of(reading, "share")
    if share is None and due_at and started_at and remaining is not None and due_at > started_at:
        share = remaining / (due_at - started_at).total_seconds()
    state = str(_of(reading, "state") or "idle")
    return Face(
        state=state if state in STATES else "idle",
        label=str(_of(reading, "label", "name") or ""),
        due_at=due_at,
        started_at=started_at,
        soon_at=_of(reading, "soon_at", "target_at") or _soon_at(started_at, due_at),
        remaining_seconds=remaining,
        took_seconds=_of(reading, "took_seconds"),
        share=share,
        unit=str(_of(reading, "unit") or ""),
        remaining_days=_of(reading, "remaining_days"),
    )


def state_words(state: str) -> str:
    """Return the words that a screen reader hears before a clock's time."""
    match state:
        case "calm":
            return _("Time left:")
        case "soon":
            return _("Running out:")
        case "late":
            return _("Overdue:")
        case "paused":
            return _("Clock paused:")
        case "kept":
            return _("Promise kept:")
        case "missed":
            return _("Promise missed:")
        case _:
            return _("Not started:")


def time_words(face: Face) -> str:
    """Return the visible words of a clock's face."""
    match face.state:
        case "idle":
            return _("not started")
        case "missed":
            return _("missed")
        case "kept":
            return _("kept") if face.took_seconds is None else duration_words(face.took_seconds)
        case "paused" if face.remaining_seconds is None:
            return _("paused")
        case "paused":
            return _("paused · %(duration)s") % {"duration": _left(face)}
        case "late":
            return _("%(duration)s overdue") % {"duration": remaining_words(face.remaining_seconds or 0)}
        case _:
            return _left(face)


def _left(face: Face) -> str:
    seconds = max(0.0, face.remaining_seconds or 0.0)
    if face.unit != BUSINESS_DAYS:
        return remaining_words(seconds)
    days = int(seconds // DAY) if face.remaining_days is None else face.remaining_days
    return business_days_words(days) if days >= 1 else remaining_words(seconds)


def _soon_at(started_at: datetime | None, due_at: datetime | None) -> datetime | None:
    if started_at is None or due_at is None:
        return None
    return started_at + timedelta(seconds=(due_at - started_at).total_seconds() * SOON_SHARE)


def _of(reading: object, *names: str):
    for name in names:
        value = reading.get(name) if isinstance(reading, Mapping) else getattr(reading, name, None)
        if value is not None:
            return value
    return None
