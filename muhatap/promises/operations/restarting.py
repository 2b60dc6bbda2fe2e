"""A promise that counts from another moment, because the customer chose another time."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockRestarted
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import rule_with_id
from muhatap.promises.timing import settle


def restart_clock(*, case: Case, name: str, started_at: datetime, by: Actor, at: datetime) -> Clock | None:
    """Let a running clock count from another moment at the customer's wish; None where none runs."""
    with unit_of_work() as unit:
        unit.flush()
        rows = Clock.objects.select_for_update(of=("self",)).select_related("promise")
        clock = rows.filter(case=case, name=name, stopped_at__isnull=True, limit_at__gt=at).first()
        if clock is None:
            return None
        previous_limit_at = clock.limit_at
        clock.started_at = started_at
        settle(clock, rule_with_id(clock.promise_id))
        clock.save(update_fields=["started_at", "limit_at", "target_at", "next_step_at"])
        refresh_next_due(case=case, by=by, at=at)
        record(
            ClockRestarted(
                brand=clock.brand_id,
                case=clock.case_id,
                clock=clock.id,
                promise=clock.promise.code,
                started_at=clock.started_at,
                limit_at=clock.limit_at,
                previous_limit_at=previous_limit_at,
            ),
            by=by,
            at=at,
        )
    return clock
