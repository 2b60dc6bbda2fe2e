"""A charter that was decided begins on a later day: kept, cancelled, and applied once when it comes due."""

from datetime import datetime

from django.db import IntegrityError, connection

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand, ScheduledCharter
from muhatap.charters import reading
from muhatap.charters.errors import CharterErrors
from muhatap.charters.events import CharterScheduleCancelled, CharterScheduled, CharterScheduleRefused
from muhatap.charters.operations.applying import Origin, PlanIsStale, apply_charter
from muhatap.charters.planning import running_charter
from muhatap.charters.queries import law_for
from muhatap.kernel.actors import Actor

_LONGEST = 500


class BeginsInThePast(Exception):
    """The day on which it should begin has begun."""


class ScheduledAlready(Exception):
    """Another charter of the brand already waits for its day."""


class NothingScheduled(Exception):
    """No charter of the brand waits for its day: it was applied, refused or cancelled."""


def schedule_charter(
    *, brand: Brand, text: str, begins_at: datetime, origin: Origin, by: Actor, at: datetime
) -> ScheduledCharter:
    """Keep a charter until its moment; it must be without faults under the law of that day.

    `CharterErrors`, `BeginsInThePast`, `ScheduledAlready`; `PlanIsStale` when another version runs by now.
    """
    if begins_at <= at:
        raise BeginsInThePast(begins_at.isoformat())
    document = reading.read(text, f"{brand.code}.yaml", law=lambda code: law_for(code, begins_at.date()))
    try:
        with unit_of_work():
            locked = Brand.objects.select_for_update().get(id=brand.id)
            running = running_charter(locked)[0]
            if origin.against not in {None, running}:
                raise PlanIsStale(running)
            waiting = ScheduledCharter.objects.create(
                brand=locked,
                text=text,
                digest=document.digest,
                against=running,
                brings_back=origin.brings_back,
                begins_at=begins_at,
                decided_at=at,
                decided_by_id=by.id,
                decided_by_label=by.label[:40],
                proposed_by_id=origin.proposed_by,
            )
            record(
                CharterScheduled(
                    brand=brand.id,
                    scheduled=waiting.id,
                    begins_at=begins_at,
                    against=running,
                    digest=document.digest,
                ),
                by=by,
                at=at,
            )
    except IntegrityError as twice:
        raise ScheduledAlready(brand.code) from twice
    return waiting


def cancel_scheduled(*, brand: Brand, reason: str, by: Actor, at: datetime) -> ScheduledCharter:
    """Take the waiting charter of a brand back before its day; `NothingScheduled` when none waits."""
    with unit_of_work():
        waiting = (
            ScheduledCharter.objects.select_for_update().filter(brand=brand, ended_at__isnull=True).first()
        )
        if waiting is None:
            raise NothingScheduled(brand.code)
        _end(waiting, ScheduledCharter.CANCELLED, reason, at)
        record(CharterScheduleCancelled(brand=brand.id, scheduled=waiting.id, reason=reason), by=by, at=at)
    return waiting


def apply_due_charters(*, by: Actor, at: datetime) -> int:
    """Apply every charter whose moment has come, each exactly once; returns how many were settled.

    It is read again under the law of this day. What has faults by now, or was decided for a version that no
    longer runs, is refused: that is recorded, and those who decide are told.
    """
    due = ScheduledCharter.objects.filter(ended_at__isnull=True, begins_at__lte=at).order_by(
        "begins_at", "id"
    )
    return sum(_settle(waiting_id, by=by, at=at) for waiting_id in list(due.values_list("id", flat=True)))


def _settle(waiting_id: int, *, by: Actor, at: datetime) -> int:
    try:
        with unit_of_work():
            waiting = _claimed(waiting_id)
            if waiting is None:
                return 0
            applied = apply_charter(
                text=waiting.text,
                source=f"{waiting.brand.code}.yaml",
                by=_decided_by(waiting),
                at=at,
                origin=Origin(waiting.against, waiting.proposed_by_id, waiting.brings_back),
            )
            waiting.version = applied.version
            _end(waiting, ScheduledCharter.APPLIED, "", at)
    except PlanIsStale as stale:
        return _refuse(waiting_id, f"version {stale.running} runs by now", by=by, at=at)
    except CharterErrors as errors:
        first = errors.problems[0]
        return _refuse(waiting_id, f"{first.path}: {first.message} {first.remedy}", by=by, at=at)
    return 1


def _refuse(waiting_id: int, because: str, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        waiting = _claimed(waiting_id)
        if waiting is None:
            return 0
        _end(waiting, ScheduledCharter.REFUSED, because, at)
        record(
            CharterScheduleRefused(
                brand=waiting.brand_id,
                scheduled=waiting.id,
                begins_at=waiting.begins_at,
                because=waiting.ended_because,
            ),
            by=by,
            at=at,
        )
    return 1


def _claimed(waiting_id: int) -> ScheduledCharter | None:
    """The row under lock, unless somebody settled it or another process is just doing so."""
    skip = connection.features.has_select_for_update_skip_locked
    return (
        ScheduledCharter.objects.select_for_update(skip_locked=skip, of=("self",))
        .select_related("brand")
        .filter(id=waiting_id, ended_at__isnull=True)
        .first()
    )


def _decided_by(waiting: ScheduledCharter) -> Actor:
    """Who decided applies it: the moment is a part of the decision."""
    if waiting.decided_by_id is not None:
        return Actor.staff(waiting.decided_by_id)
    return Actor.system(waiting.decided_by_label)


def _end(waiting: ScheduledCharter, outcome: str, because: str, at: datetime) -> None:
    waiting.outcome, waiting.ended_because, waiting.ended_at = outcome, because[:_LONGEST], at
    waiting.save(update_fields=["outcome", "ended_because", "ended_at", "version"])
