"""Paging those on call, one after the other, until somebody acknowledges."""

from datetime import datetime

from django.db import connection

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.promises.events import OnCallAcknowledged, OnCallPaged
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.reached_people import people_to_page
from muhatap.promises.rules import rule_with_id

_BATCH = 100


class NobodyPaged(Exception):
    """No page waits on the case: somebody was quicker, or what was promised has happened."""


def page_on_call(*, by: Actor, at: datetime, limit: int = _BATCH) -> int:
    """Page the next person of every page that is due; returns how many were paged.

    After an interruption one page goes out, not one for each that was missed.
    """
    due = ClockStep.objects.filter(page_next_at__isnull=False, page_next_at__lte=at)
    ids = list(due.order_by("page_next_at", "id").values_list("id", flat=True)[:limit])
    return sum(_page(step_id, by=by, at=at) for step_id in ids)


def acknowledge_page(*, case: Case, staff: Staff, by: Actor, at: datetime) -> None:
    """Answer every page that waits on a case, and own it if nobody does; `NobodyPaged` where none waits."""
    with unit_of_work():
        steps = list(
            ClockStep.objects.select_for_update(of=("self",))
            .filter(clock__case=case, clock__stopped_at__isnull=True, page_next_at__isnull=False)
            .select_related("clock__promise")
            .order_by("id")
        )
        if not steps:
            raise NobodyPaged(case.number)
        for step in steps:
            step.page_next_at, step.acknowledged_at, step.acknowledged_by = None, at, staff
            step.save(update_fields=["page_next_at", "acknowledged_at", "acknowledged_by"])
            record(OnCallAcknowledged(**_said(step), staff=staff.pk, count=step.page_count), by=by, at=at)
        if case.owner_id is None and case.is_open:
            cases.assign(case=case, owner=staff, by=by, at=at)


def _page(step_id: int, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        step = _claimed(step_id, at)
        if step is None:
            return 0
        clock = step.clock
        if clock.stopped_at is not None or not clock.case.is_open:
            step.page_next_at = None
            step.save(update_fields=["page_next_at"])
            return 0
        step.page_next_at = at + step.page_every
        line = people_to_page(clock.case, _to(clock, step), at) if clock.paused_at is None else []
        if line:
            person = line[step.page_count % len(line)]
            step.page_count, step.paged_id, step.paged_at = step.page_count + 1, person, at
            _tell(step, person, by=by, at=at)
        step.save(update_fields=["page_next_at", "page_count", "paged", "paged_at"])
    return 1 if line else 0


def _claimed(step_id: int, at: datetime) -> ClockStep | None:
    skip = connection.features.has_select_for_update_skip_locked
    return (
        ClockStep.objects.select_for_update(skip_locked=skip, of=("self",))
        .select_related("clock__promise", "clock__case__brand", "clock__case__queue")
        .filter(id=step_id, page_next_at__lte=at)
        .first()
    )


def _to(clock: Clock, step: ClockStep) -> str:
    ladder = rule_with_id(clock.promise_id).ladder
    paging = (each for each in ladder if str(each["at"]) == step.threshold and "page" in each.get("do", ()))
    return str(next(paging, {}).get("to", "on_call"))


def _tell(step: ClockStep, person: int, *, by: Actor, at: datetime) -> None:
    clock, case = step.clock, step.clock.case
    notifications.tell(
        staff_ids=[person],
        kind="page",
        brand_id=case.brand_id,
        case_id=case.id,
        params={
            "number": case.number,
            "subject": case.subject,
            "promise": clock.promise.names,
            "limit_at": clock.limit_at.isoformat(),
            "count": step.page_count,
            "clock": clock.id,
            "steps": [step.threshold],
        },
        once_key=f"page:{step.id}:{step.page_count}",
        by=by,
        at=at,
    )
    record(OnCallPaged(**_said(step), staff=person, count=step.page_count), by=by, at=at)


def _said(step: ClockStep) -> dict[str, object]:
    clock = step.clock
    return {
        "brand": clock.brand_id,
        "case": clock.case_id,
        "clock": clock.id,
        "promise": clock.promise.code,
        "threshold": step.threshold,
    }
