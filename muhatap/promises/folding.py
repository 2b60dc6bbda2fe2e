"""The state of a case's clocks out of its events alone: pure, so that it can be held against the table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ClockState:
    """What the events say about one clock, and at which place of the chain the last of them stands."""

    name: str
    started_at: datetime
    limit_at: datetime
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    was_kept: bool | None = None
    seq: int = 0


def after(
    states: dict[int, ClockState], seq: int, kind: str, at: datetime, values: Mapping[str, Any]
) -> None:
    """Bring the clocks (by id) up to one more event; LookupError when it speaks of a clock never started."""
    if kind == "clocks.started":
        for told in values["clocks"]:
            states[int(told["clock"])] = ClockState(
                name=told["name"],
                started_at=datetime.fromisoformat(told["started_at"]),
                limit_at=datetime.fromisoformat(told["limit_at"]),
                seq=seq,
            )
        return
    changes = _changes(kind, at, values)
    if changes:
        clock = int(values["clock"])
        states[clock] = replace(states[clock], seq=seq, **changes)


def _changes(kind: str, at: datetime, values: Mapping[str, Any]) -> dict[str, Any]:
    match kind:
        case "clock.paused":
            return {"paused_at": at}
        case "clock.resumed":
            return {"paused_at": None, "limit_at": datetime.fromisoformat(values["limit_at"])}
        case "clock.moved" | "clock.extended":
            return {"limit_at": datetime.fromisoformat(values["limit_at"])}
        case "clock.started_earlier" | "clock.restarted":
            return {
                "started_at": datetime.fromisoformat(values["started_at"]),
                "limit_at": datetime.fromisoformat(values["limit_at"]),
            }
        case "clock.stopped":
            done_at = values.get("done_at")
            stopped_at = datetime.fromisoformat(done_at) if done_at else at
            return {"paused_at": None, "stopped_at": stopped_at, "was_kept": values["was_kept"]}
        case _:
            return {}
