"""Quiet hours on somebody's own wall clock; they may go on over midnight: pure."""

from datetime import datetime, time, timedelta


def quiet_until(local: datetime, hours: tuple[time, time] | None) -> datetime | None:
    """When the quiet hours around a moment of her wall clock end; None when it lies in none."""
    if hours is None:
        return None
    begins, ends = hours
    day = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    now = local.time()
    if begins < ends:
        return day if begins <= now < ends else None
    if now >= begins:
        return day + timedelta(days=1)
    return day if now < ends else None
