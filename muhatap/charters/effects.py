"""What a charter would have changed for past cases, as it is shown: pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """One clock whose due time would have been another; `change` is broken, mended, earlier or later."""

    number: str
    clock: str
    started_at: datetime
    before: datetime
    after: datetime
    stopped_at: datetime | None
    change: str


@dataclass(slots=True)
class Effect:
    """What one change of promise does; shifts are seconds, the most earlier and the most later one."""

    clock: str
    before: str
    after: str
    clocks: int = 0
    earlier: int = 0
    later: int = 0
    earliest_shift: int = 0
    latest_shift: int = 0
    broken: int = 0
    mended: int = 0
    examples: list[Example] = field(default_factory=list)

    @property
    def changes_something(self) -> bool:
        """Whether any case would have had another promise or due time."""
        return bool(self.earlier or self.later or self.broken or self.mended) or self.before != self.after


@dataclass(frozen=True, slots=True)
class QueueFlow:
    """How many cases would have begun in a queue under each charter."""

    queue: str
    before: int
    after: int


@dataclass(slots=True)
class Replay:
    """The sum: `effects` only where something changes; `begun` are promises that no clock measured.

    `topics_gone` counts cases whose topic the new charter does not have.
    """

    since: datetime
    until: datetime
    cases: int = 0
    clocks: int = 0
    effects: list[Effect] = field(default_factory=list)
    queues: list[QueueFlow] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)
    topics_gone: dict[str, int] = field(default_factory=dict)

    @property
    def moved(self) -> int:
        """How many due times would have been others."""
        return sum(effect.earlier + effect.later for effect in self.effects)

    @property
    def broken(self) -> int:
        """How many promises would have been broken that were not."""
        return sum(effect.broken for effect in self.effects)

    @property
    def mended(self) -> int:
        """How many promises would have been kept that were broken."""
        return sum(effect.mended for effect in self.effects)

    def to_plain(self) -> dict[str, Any]:
        """The sum for programs."""
        totals = {"moved": self.moved, "broken": self.broken, "mended": self.mended}
        return _written({**asdict(self), **totals})


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _written(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_written(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value
