"""Keeping a case's next limit true, by which every list is sorted."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock


def refresh_next_due(*, case: Case, by: Actor, at: datetime, started: Iterable[Clock] = ()) -> None:
    """Set the case's next limit to that of its first running clock, else to its next promised word."""
    limits = [clock.limit_at for clock in started]
    if not case._state.adding:
        limits += Clock.objects.filter(
            case=case, stopped_at__isnull=True, paused_at__isnull=True
        ).values_list("limit_at", flat=True)
    next_due_at = min(limits, default=case.next_update_at or case.next_due_at)
    if next_due_at != case.next_due_at:
        cases.set_next_due(case=case, next_due_at=next_due_at, by=by, at=at)
