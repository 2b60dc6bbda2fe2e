"""Reads of promises and their clocks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import prefetch_related_objects

from muhatap.cases.models import Case
from muhatap.channels.contract import PromiseMade
from muhatap.kernel.kept_reads import KeptRead
from muhatap.promises.models import Clock, Promise


def clocks_of(case: Case) -> list[Clock]:
    """Every clock of a case with its promise, in the charter's order, earlier runs first."""
    clocks = _CLOCKS_WITH_PROMISE(case.id)
    prefetch_related_objects(clocks, "steps")
    return clocks


def clocks_alone(case: Case) -> list[Clock]:
    """The clocks as `clocks_of` orders them, without promise and steps; `rule_with_id` knows the promise."""
    return _CLOCKS(case.id)


_CLOCKS_WITH_PROMISE = KeptRead(
    lambda case_id: (
        Clock.objects.filter(case_id=case_id)
        .select_related("promise__calendar")
        .defer("promise__schedule", "promise__ladder", "promise__calendar__schedule")
        .order_by("promise__position", "started_at", "id")
    )
)
_CLOCKS = KeptRead(
    lambda case_id: Clock.objects.filter(case_id=case_id).order_by("promise__position", "started_at", "id")
)


def clock_of(case: Case, clock_id: int) -> Clock | None:
    """The clock with this id on this case, running or not."""
    return Clock.objects.filter(case=case, id=clock_id).first()


def running_clocks(case_ids: Iterable[int]) -> dict[int, Clock]:
    """For each case the running clock whose limit comes next; a paused one only where no other runs."""
    rows = (
        Clock.objects.filter(case_id__in=list(case_ids), stopped_at__isnull=True)
        .select_related("promise")
        .order_by("case_id", "limit_at")
    )
    chosen: dict[int, Clock] = {}
    for clock in rows:
        known = chosen.get(clock.case_id)
        if known is None or (known.paused_at is not None and clock.paused_at is None):
            chosen[clock.case_id] = clock
    return chosen


def due_clock_ids(at: datetime, limit: int) -> list[int]:
    """The clocks with a step that has come, or a pause that lasted as long as it may; the oldest first."""
    due = Clock.objects.filter(stopped_at__isnull=True, next_step_at__isnull=False, next_step_at__lte=at)
    return list(due.order_by("next_step_at", "id").values_list("id", flat=True)[:limit])


def promises_made(case: Case) -> list[PromiseMade]:
    """What the customer is promised now: the running public clocks, soonest limit first."""
    rows = (
        Clock.objects.filter(case=case, stopped_at__isnull=True, promise__is_public=True)
        .exclude(name="ack")
        .select_related("promise")
        .order_by("limit_at", "id")
    )
    return [
        PromiseMade(
            promise=clock.promise.code,
            name=case.brand.in_language(clock.promise.names, case.language),
            target_at=clock.target_at,
            limit_at=clock.limit_at,
            why=f"{clock.promise.target or '-'}/{clock.promise.limit}",
        )
        for clock in rows
    ]


def promised_hours(brand_ids: Iterable[int], clock: str) -> float | None:
    """The longest time in hours in which these brands promise what a clock measures; None in other units."""
    rows = Promise.objects.filter(brand_id__in=list(brand_ids), clock=clock, retired_at__isnull=True)
    spans = [target or limit for target, limit in rows.values_list("target", "limit")]
    hours = [float(span[:-1]) for span in spans if span.endswith("h") and span[:-1].isdecimal()]
    return max(hours, default=None)
