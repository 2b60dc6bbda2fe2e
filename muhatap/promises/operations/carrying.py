"""Carrying clocks over when cases are joined: no promise gets later by it, and none is lost."""

from collections.abc import Iterable
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.promises.events import ClockStartedEarlier
from muhatap.promises.lifecycle import COURSES
from muhatap.promises.models import Clock
from muhatap.promises.operations.next_due import refresh_next_due
from muhatap.promises.operations.starting import start_clocks
from muhatap.promises.operations.stopping import stop_clocks
from muhatap.promises.rules import rule_with_id
from muhatap.promises.timing import settle

_REPLIES = ("first_reply", "next_reply")


def carry_clocks(*, case: Case, into: Case, by: Actor, at: datetime) -> None:
    """Give the running clocks of a case to the one in which it goes on; the earlier start stays.

    On the case itself they end as kept if they were still in time, and as missed if they were late.
    """
    with unit_of_work() as unit:
        unit.flush()
        theirs = _running(case)
        _keep_earlier(into, theirs, by=by, at=at)
        if not _running_replies(into):
            waiting = [clock.started_at for clock in theirs if clock.name in _REPLIES]
            if waiting:
                names = ("next_reply",)
                start_clocks(case=into, names=names, started_at=min(waiting), by=by, at=at)
        stop_clocks(case=case, names=COURSES, was_done=True, by=by, at=at)


def count_from(*, case: Case, started_at: datetime, by: Actor, at: datetime) -> None:
    """Let the running clocks of a case count from an earlier moment, at which the customer had written.

    The acknowledgement stays as it is: the words were acknowledged where they came in first.
    """
    with unit_of_work() as unit:
        unit.flush()
        for clock in _running(case):
            if clock.name != "ack" and started_at < clock.started_at:
                _start_earlier(clock, started_at, by=by, at=at)
        refresh_next_due(case=case, by=by, at=at)


def give_back_clocks(*, case: Case, ended_at: datetime, by: Actor, at: datetime) -> None:
    """Let the clocks of a parted case run again as if they had not been carried over at `ended_at`."""
    with unit_of_work() as unit:
        unit.flush()
        ended = list(Clock.objects.filter(case=case, stopped_at=ended_at).select_related("promise"))
        running = {clock.name for clock in _running(case)}
        for clock in ended:
            if clock.name not in running:
                names = (clock.name,)
                start_clocks(case=case, names=names, started_at=clock.started_at, by=by, at=at)
        unit.flush()
        _keep_earlier(case, ended, by=by, at=at)


def _running(case: Case) -> list[Clock]:
    return list(
        Clock.objects.select_for_update(of=("self",))
        .filter(case=case, stopped_at__isnull=True)
        .select_related("promise")
        .order_by("id")
    )


def _running_replies(case: Case) -> bool:
    return Clock.objects.filter(case=case, name__in=_REPLIES, stopped_at__isnull=True).exists()


def _keep_earlier(case: Case, others: Iterable[Clock], *, by: Actor, at: datetime) -> None:
    own = {clock.name: clock for clock in _running(case)}
    moved = False
    for other in others:
        twin = own.get(other.name)
        if twin is None and other.name in _REPLIES:
            twin = next((own[name] for name in _REPLIES if name in own), None)
        if twin is not None and other.started_at < twin.started_at:
            _start_earlier(twin, other.started_at, by=by, at=at)
            moved = True
    if moved:
        refresh_next_due(case=case, by=by, at=at)


def _start_earlier(clock: Clock, started_at: datetime, *, by: Actor, at: datetime) -> None:
    clock.started_at = started_at
    settle(clock, rule_with_id(clock.promise_id))
    clock.save(update_fields=["started_at", "limit_at", "target_at", "next_step_at"])
    record(
        ClockStartedEarlier(
            brand=clock.brand_id,
            case=clock.case_id,
            clock=clock.id,
            promise=clock.promise.code,
            started_at=clock.started_at,
            limit_at=clock.limit_at,
        ),
        by=by,
        at=at,
    )
