"""What happened to a case as its clocks see it: some stop, and what recurs begins anew."""

from datetime import datetime

from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.lifecycle import COURSES, Happening, restarted_by, stopped_by
from muhatap.promises.models import Clock
from muhatap.promises.operations.starting import start_clocks
from muhatap.promises.operations.stopping import stop_clocks


def happen(*, case: Case, happening: Happening, by: Actor, at: datetime) -> list[Clock]:
    """Stop the clocks whose promise this keeps and begin again those that recur; returns what stopped."""
    stopped = stop_clocks(case=case, names=stopped_by(happening, case.kind), was_done=True, by=by, at=at)
    again = restarted_by(happening) & {clock.name for clock in stopped}
    if again and case.is_open:
        names = [name for name in COURSES if name in again]
        start_clocks(case=case, names=names, started_at=at, by=by, at=at)
    return stopped
