"""What a clock shows: reads any object or mapping that carries a clock's state and times."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import floor

from django.utils.translation import gettext as _

from muhatap.ui.durations import business_days_words, duration_words, remaining_words

STATES = ("calm", "soon", "late", "paused", "kept", "missed", "idle")
RUNNING = ("calm", "soon", "late")
BUSINESS_DAYS = "business days"
SOON_SHARE = 0.8
EVEN_WITHIN = 0.02


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
    def is_counted_in_business_days(self) -> bool:
        """Tell whether the words are business days; without their count only real time can be said truly."""
        return self.unit == BUSINESS_DAYS and bool(self.remaining_days)

    @property
    def is_even(self) -> bool:
        """Tell whether the share runs with real time, so that a browser can draw it on."""
        if self.started_at is None or self.due_at is None or self.remaining_seconds is None:
            return False
        length = (self.due_at - self.started_at).total_seconds()
        share = 1.0 if self.share is None else self.share
        return length > 0 and abs(max(0.0, self.remaining_seconds / length) - max(0.0, share)) <= EVEN_WITHIN

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
    face = Face(
        state=state if state in STATES else "idle",
        label=str(_of(reading, "label", "name") or ""),
        due_at=due_at,
        started_at=started_at,
        soon_at=_of(reading, "soon_at", "target_at"),
        remaining_seconds=remaining,
        took_seconds=_of(reading, "took_seconds"),
        share=share,
        unit=str(_of(reading, "unit") or ""),
        remaining_days=_of(reading, "remaining_days"),
    )
    if face.soon_at is not None or not face.is_even:
        return face
    return replace(face, soon_at=started_at + SOON_SHARE * (due_at - started_at))


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
    if face.is_counted_in_business_days:
        return business_days_words(face.remaining_days)
    return remaining_words(max(0.0, face.remaining_seconds or 0.0))


def _of(reading: object, *names: str):
    is_mapping = isinstance(reading, Mapping)
    for name in names:
        value = reading.get(name) if is_mapping else getattr(reading, name, None)
        if value is not None:
            return value
    return None
