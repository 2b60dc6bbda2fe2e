"""How long a promise may wait: what one person may decide, and what needs another (process C6, point 6)."""

from datetime import datetime, timedelta

from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.cases.models import Case
from muhatap.promises.models import Clock
from muhatap.promises.rules import rule_with_id

LONGER_PAUSE = "longer_pause"
# All pauses of a promise together, as long as nobody else has agreed.
ALONE = timedelta(hours=72)


def pause_cap(clock: Clock) -> timedelta:
    """How long all its pauses may last together: 72 hours, with a second person's yes the promise's cap."""
    cap = rule_with_id(clock.promise_id).pause_cap
    return cap if clock.longer_pause is not None else min(cap, ALONE)


def may_ask_longer(clock: Clock) -> bool:
    """Whether a second person could let this clock wait longer than it may now."""
    rule = rule_with_id(clock.promise_id)
    is_running = clock.stopped_at is None and clock.longer_pause is None
    return is_running and bool(rule.pauses) and rule.pause_cap > ALONE


def question_about(case: Case, clock: Clock, at: datetime) -> Proposal | None:
    """The question about a longer pause of this clock that waits for a second person."""
    return proposal_waiting(case.brand, LONGER_PAUSE, str(clock.id), at)
