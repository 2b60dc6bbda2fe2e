"""A longer time that the law allows: the clock runs to its last day, and the earlier limit stays known."""

from datetime import date, datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.calendars.days import end_of
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockExtended
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.rules import rule_with_id
from muhatap.promises.timing import settle


def extend_clock(
    *, case: Case, name: str, until_on: date, reason: str, by: Actor, at: datetime
) -> Clock | None:
    """Let a running clock of law end at 24:00 of a later day; None where none runs in time, or for twice.

    What the ladder does is reckoned anew: each step comes once more at its share of the longer time.
    """
    with unit_of_work() as unit:
        unit.flush()
        rows = Clock.objects.select_for_update(of=("self",)).select_related("promise")
        clock = rows.filter(
            case=case, name=name, stopped_at__isnull=True, limit_at__gte=at, extended_at__isnull=True
        ).first()
        if clock is None:
            return None
        rule, previous_limit_at = rule_with_id(clock.promise_id), clock.limit_at
        until = end_of(rule.schedule, until_on)
        if not rule.law or until <= previous_limit_at:
            return None
        clock.extended_at, clock.extended_until = at, until
        settle(clock, rule)
        clock.save(update_fields=["extended_at", "extended_until", "target_at", "limit_at", "next_step_at"])
        refresh_next_due(case=case, by=by, at=at)
        record(
            ClockExtended(
                brand=clock.brand_id,
                case=clock.case_id,
                clock=clock.id,
                promise=rule.code,
                limit_at=clock.limit_at,
                previous_limit_at=previous_limit_at,
                law=rule.law,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return clock
