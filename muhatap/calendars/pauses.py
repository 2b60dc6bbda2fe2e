"""Times during which a clock waited."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.calendars.zones import in_utc

type Pause = tuple[datetime, datetime]


def joined(paused: Iterable[Pause]) -> list[Pause]:
    """The pauses in order and in UTC, those that overlap or touch as one; empty ones are left out."""
    together: list[Pause] = []
    for paused_at, resumed_at in sorted((in_utc(a), in_utc(b)) for a, b in paused):
        if resumed_at <= paused_at:
            continue
        if together and paused_at <= together[-1][1]:
            together[-1] = (together[-1][0], max(together[-1][1], resumed_at))
        else:
            together.append((paused_at, resumed_at))
    return together
