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
    """What was promised happened, or can no longer happen; `done_at` where it is noted only later."""

    kind: ClassVar[str] = "clock.stopped"

    clock: int
    promise: str
    was_kept: bool
    seconds: int
    done_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ClockPaused(CaseFact):
    """A promise waits for somebody else."""

    kind: ClassVar[str] = "clock.paused"

    clock: int
    promise: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClockResumed(CaseFact):
    """A promise runs again, with its new limit; `cap_reached` when it had waited as long as it may."""

    kind: ClassVar[str] = "clock.resumed"

    clock: int
    promise: str
    limit_at: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockStartedEarlier(CaseFact):
    """A promise counts from an earlier moment, because a case that came first goes on in this one."""

    kind: ClassVar[str] = "clock.started_earlier"

    clock: int
    promise: str
    started_at: datetime
    limit_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockRestarted(CaseFact):
    """A running promise counts from another moment, because the customer chose another time."""

    kind: ClassVar[str] = "clock.restarted"

    clock: int
    promise: str
    started_at: datetime
    limit_at: datetime
    previous_limit_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClockMoved(CaseFact):
    """A running promise became another one, or its calendar was corrected, and its due time moved.

    `cause` is `topic`, `kind`, `priority`, `calendar` for an earlier time, `approved` for a later one.
    """

    kind: ClassVar[str] = "clock.moved"

    clock: int
    promise: str
    previous_promise: str
    target_at: datetime | None
    limit_at: datetime
    previous_limit_at: datetime
    cause: str


@dataclass(frozen=True, kw_only=True)
class ClockExtended(CaseFact):
    """A limit of law ends later, as that law allows with reasons and in time; the customer was told."""

    kind: ClassVar[str] = "clock.extended"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    clock: int
    promise: str
    limit_at: datetime
    previous_limit_at: datetime
    law: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LaterLimitAsked(CaseFact):
    """Somebody asked that a due time moves later, and gave the reason that the customer will read."""

    kind: ClassVar[str] = "clock.later_limit_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    question: int
    clock: int
    promise: str
    limit_at: datetime
    previous_limit_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class LaterLimitDecided(CaseFact):
    """A second person agreed to a later due time, or did not."""

    kind: ClassVar[str] = "clock.later_limit_decided"

    question: int
    clock: int
    promise: str
    is_approved: bool
    limit_at: datetime
    asked_by: int


@dataclass(frozen=True, kw_only=True)
class LongerPauseAsked(CaseFact):
    """Somebody asked that a promise may wait longer than one person may decide."""

    kind: ClassVar[str] = "clock.longer_pause_asked"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    question: int
    clock: int
    promise: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LongerPauseDecided(CaseFact):
    """A second person agreed that a promise may wait longer, or did not."""

    kind: ClassVar[str] = "clock.longer_pause_decided"

    question: int
    clock: int
    promise: str
    is_approved: bool
    asked_by: int


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


@dataclass(frozen=True, kw_only=True)
class OnCallPaged(CaseFact):
    """Somebody on call was asked to look at once; `count` is which page it is, the first being 1."""

    kind: ClassVar[str] = "on_call.paged"

    clock: int
    promise: str
    threshold: str
    staff: int
    count: int


@dataclass(frozen=True, kw_only=True)
class OnCallAcknowledged(CaseFact):
    """Somebody answered the page, and nobody is paged any more; `count` pages had gone out."""

    kind: ClassVar[str] = "on_call.acknowledged"

    clock: int
    promise: str
    threshold: str
    staff: int
    count: int


@dataclass(frozen=True, kw_only=True)
class DelayReasonChosen(CaseFact):
    """Somebody said why a promise takes longer, in words that the customer will read."""

    kind: ClassVar[str] = "clock.delay_reason_chosen"

    clock: int
    promise: str
    reason: str
