"""How long a call of a webhook is tried again: pure."""

import hashlib
from datetime import datetime, timedelta

# Ten attempts over a little more than three days.
PATIENCE = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)


def next_try(call_id: int, attempts: int, at: datetime) -> datetime | None:
    """When a call that failed so often is made again, each up to a tenth later; None for never."""
    if attempts > len(PATIENCE):
        return None
    share = hashlib.sha256(f"{call_id}:{attempts}".encode()).digest()[0] / 255
    return at + timedelta(seconds=PATIENCE[attempts - 1] * (1 + share / 10))
