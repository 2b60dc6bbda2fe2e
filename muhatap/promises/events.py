"""What can happen to a running promise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from muhatap.cases.events import CaseFact


@dataclass(frozen=True, kw_only=True)
class ClocksStarted(CaseFact):
    """Promises began to run; each entry has promise, clock, target_at, limit_at."""

    kind: ClassVar[str] = "clocks.started"

    clocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class ClockStopped(CaseFact):
    """What was promised happened, or can no longer happen."""

    kind: ClassVar[str] = "clock.stopped"

    clock: int
    promise: str
    was_kept: bool
    seconds: int


@dataclass(frozen=True, kw_only=True)
class ClockPaused(CaseFact):
    """A promise waits for somebody else."""

    kind: ClassVar[str] = "clock.paused"

    clock: int
    promise: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClockResumed(CaseFact):
    """A promise runs again, with its new limit."""

    kind: ClassVar[str] = "clock.resumed"

    clock: int
    promise: str
    limit_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockStartedEarlier(CaseFact):
    """A promise counts from an earlier moment, because a case that came first goes on in this one."""

    kind: ClassVar[str] = "clock.started_earlier"

    clock: int
    promise: str
    started_at: datetime
    limit_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockStepReached(CaseFact):
    """A promise came near its limit; `actions` is what the ladder says to do and for whom."""

    kind: ClassVar[str] = "clock.step_reached"

    clock: int
    promise: str
    threshold: str
    limit_at: datetime
    is_late_detected: bool
    actions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class ClockBroken(CaseFact):
    """A promise passed its limit while it was open."""

    kind: ClassVar[str] = "clock.broken"

    clock: int
    promise: str
    threshold: str
    limit_at: datetime
    is_late_detected: bool
    actions: tuple[dict[str, Any], ...]
