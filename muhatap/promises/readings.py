"""A clock as faces read it: its state, its times and its name in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.promises.clocks import ClockState, Reading, overdue, remaining, share_used, state_of
from muhatap.promises.models import Clock
from muhatap.promises.rules import rule_with_id


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock shows at a moment; seconds are negative when overdue, `share` is what is left of 1."""

    clock_id: int
    code: str
    label: str
    state: ClockState
    started_at: datetime
    target_at: datetime | None
    due_at: datetime
    soon_at: datetime | None
    stopped_at: datetime | None
    remaining_seconds: int
    took_seconds: int | None
    share: float
    unit: str


def reading_of(clock: Clock, language: str, at: datetime) -> ClockReading:
    """Read a clock at a moment."""
    rule = rule_with_id(clock.promise_id)
    reading = Reading(
        started_at=clock.started_at,
        limit_at=clock.limit_at,
        target_at=clock.target_at,
        stopped_at=clock.stopped_at,
        paused_at=clock.paused_at,
        met=clock.was_kept,
        business=rule.schedule if rule.limit.counts_open_hours else None,
        pauses=clock.ended_pauses,
    )
    left = remaining(reading, at) or -overdue(reading, at)
    took = int((clock.stopped_at - clock.started_at).total_seconds()) if clock.stopped_at else None
    return ClockReading(
        clock_id=clock.id,
        code=rule.code,
        label=rule.names.get(language) or next(iter(rule.names.values()), clock.name),
        state=state_of(reading, at),
        started_at=clock.started_at,
        target_at=clock.target_at,
        due_at=clock.limit_at,
        soon_at=clock.target_at,
        stopped_at=clock.stopped_at,
        remaining_seconds=left,
        took_seconds=took,
        share=max(0.0, 1 - share_used(reading, at)),
        unit="business days" if rule.limit.unit == "bd" else "",
    )
