"""How a clock stands at a moment: calm, soon, late, kept, missed, paused or idle."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from muhatap.calendars.pauses import Pause, joined
from muhatap.calendars.schedules import Schedule
from muhatap.calendars.worktime import business_micros
from muhatap.calendars.zones import MICROSECOND, SECOND, in_utc

SOON_SHARE = Fraction(80, 100)
MOMENTS = ("started_at", "limit_at", "target_at", "soon_at", "stopped_at", "paused_at")


class ClockState(StrEnum):
    """The states that every list, bar and letter uses."""

    IDLE = "idle"
    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    KEPT = "kept"
    MISSED = "missed"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one clock. Due times already contain the pauses that ended.

    `paused_at` is set while it is paused, `stopped_at` once it ended; `met` is False when it ended
    without what was promised. `soon_at` is when 80 % of the limit is used, for a clock without a target.
    `business` is the calendar whose open hours the clock counts, None where real time counts.
    """

    started_at: datetime | None
    limit_at: datetime
    target_at: datetime | None = None
    soon_at: datetime | None = None
    stopped_at: datetime | None = None
    paused_at: datetime | None = None
    met: bool | None = None
    business: Schedule | None = None
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        # Two times of one zone compare by their wall clocks, which is wrong across a change of offset.
        for name in MOMENTS:
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, in_utc(moment))

    @property
    def is_paused(self) -> bool:
        """Whether it waits; a pause that began after the limit stops nothing."""
        return self.paused_at is not None and self.paused_at <= self.limit_at


def state_of(reading: Reading, at: datetime) -> ClockState:
    """The clock's state at a moment; done exactly at the limit is kept, and a pause hides no breach."""
    if reading.started_at is None or at < reading.started_at:
        return ClockState.IDLE
    if reading.stopped_at is not None and reading.stopped_at <= at:
        done = reading.met is not False and reading.stopped_at <= reading.limit_at
        return ClockState.KEPT if done else ClockState.MISSED
    if reading.is_paused and reading.paused_at <= at:
        return ClockState.PAUSED
    if at > reading.limit_at:
        return ClockState.LATE
    return ClockState.SOON if _is_soon(reading, at) else ClockState.CALM


def was_on_target(reading: Reading) -> bool | None:
    """Whether it ended by its target, None while it runs or when it has none."""
    if reading.stopped_at is None or reading.target_at is None:
        return None
    return reading.met is not False and reading.stopped_at <= reading.target_at


def remaining(reading: Reading, at: datetime) -> int:
    """Whole seconds left until the limit, none once it has passed; a paused or stopped clock stands still."""
    return max(0, _seconds(reading.limit_at, _running_until(reading, at)))


def overdue(reading: Reading, at: datetime) -> int:
    """Whole seconds that have passed since the limit, none before it."""
    return max(0, _seconds(_running_until(reading, at), reading.limit_at))


def share_used(reading: Reading, at: datetime) -> float:
    """The share of the limit used at a moment, in the clock's own calendar without its pauses; may pass 1."""
    if reading.started_at is None or at <= reading.started_at:
        return 0.0
    allowed = _spent(reading, reading.limit_at)
    used = _spent(reading, _running_until(reading, at))
    if allowed <= 0:
        return 1.0 if used >= 0 else 0.0
    return used / allowed


def _running_until(reading: Reading, at: datetime) -> datetime:
    ends = [in_utc(at)]
    if reading.is_paused:
        ends.append(reading.paused_at)
    if reading.stopped_at is not None:
        ends.append(reading.stopped_at)
    return min(ends)


def _is_soon(reading: Reading, at: datetime) -> bool:
    if reading.target_at is not None:
        return at > reading.target_at
    if reading.soon_at is not None:
        return at >= reading.soon_at
    return _spent(reading, in_utc(at)) >= SOON_SHARE * _spent(reading, reading.limit_at)


def _spent(reading: Reading, until: datetime) -> int:
    start = reading.started_at
    spent = _between(reading, start, until)
    for paused_at, resumed_at in joined(reading.pauses):
        if resumed_at > start and paused_at < until:
            spent -= _between(reading, max(paused_at, start), min(resumed_at, until))
    return spent


def _between(reading: Reading, start: datetime, end: datetime) -> int:
    if reading.business is not None:
        return business_micros(reading.business, start, end)
    return (end - start) // MICROSECOND


def _seconds(later: datetime, earlier: datetime) -> int:
    micros = (later - earlier) // MICROSECOND
    return micros // SECOND if micros >= 0 else -(-micros // SECOND)
