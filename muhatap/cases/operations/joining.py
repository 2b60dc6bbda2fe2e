"""Joining two cases of one matter, and parting them again: nothing that was written moves.

A message stays in the chain in which it was posted. Joined, a case points to the one in which it goes on;
that one shows the words of both, and whatever comes in for either goes there.
"""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import CasesJoined, CasesParted
from muhatap.cases.joined import lead_of
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Joining
from muhatap.cases.operations.handling import change_priority, change_status
from muhatap.cases.statuses import ClosedReason, Kind, Status
from muhatap.kernel.actors import Actor


class CannotJoin(Exception):
    """Two cases cannot become one; `code` is `same`, `brand`, `closed` or `kind`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotJoined(Exception):
    """The case goes its own way, so there is nothing to part."""


def join_cases(*, case: Case, into: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Let a case go on in another one and return that one; `CannotJoin` says why two cannot be one.

    The case that goes on opens again if it was closed, takes the greater urgency, and its clocks keep the
    earlier of both limits.
    """
    with unit_of_work() as unit:
        into = lead_of(into)
        for each in sorted((case, into), key=lambda one: one.id):
            lock(each)
        _refuse(case, into)
        unit.flush()
        # Before its clocks get company: what stands still or has ended must run again first.
        if into.status not in {Status.NEW, Status.OPEN}:
            change_status(case=into, status=Status.OPEN, reason="joined", by=by, at=at)
        if case.priority < into.priority:
            change_priority(case=into, priority=case.priority, reason="joined", by=by, at=at)
        # Whoever had joined this case goes along.
        for earlier in Joining.objects.filter(into=case, parted_at__isnull=True).select_related(
            "case", "into"
        ):
            _end(earlier, by=by, at=at)
            _point(earlier.case, into, reason, by=by, at=at)
        _point(case, into, reason, by=by, at=at)
        change_status(case=case, status=Status.CLOSED, closed=ClosedReason.MERGED, by=by, at=at)
    return into


def part_cases(*, case: Case, by: Actor, at: datetime) -> None:
    """Let a joined case go its own way again, with the promises that it had; `NotJoined` otherwise."""
    with unit_of_work():
        lock(case)
        joining = (
            Joining.objects.select_for_update(of=("self",))
            .select_related("case", "into")
            .filter(case=case, parted_at__isnull=True)
            .first()
        )
        if joining is None:
            raise NotJoined(case.number)
        _end(joining, by=by, at=at)
        change_status(case=case, status=Status.OPEN, reason="parted", by=by, at=at)
        record(
            CasesParted(
                brand=case.brand_id,
                case=case.id,
                other=joining.into_id,
                other_number=joining.into.number,
                is_lead=False,
                joined_at=joining.joined_at,
            ),
            by=by,
            at=at,
        )


def _refuse(case: Case, into: Case) -> None:
    if case.id == into.id:
        raise CannotJoin("same")
    if case.brand_id != into.brand_id:
        raise CannotJoin("brand")
    if case.status == Status.CLOSED:
        raise CannotJoin("closed")
    # A complaint has rights that a request lacks; it may only be the one that goes on.
    if case.kind not in {Kind.REQUEST, into.kind}:
        raise CannotJoin("kind")


def _point(case: Case, into: Case, reason: str, *, by: Actor, at: datetime) -> None:
    Joining.objects.create(case=case, into=into, joined_at=at)
    for here, other, is_lead in ((case, into, False), (into, case, True)):
        record(
            CasesJoined(
                brand=here.brand_id,
                case=here.id,
                other=other.id,
                other_number=other.number,
                is_lead=is_lead,
                reason=reason,
            ),
            by=by,
            at=at,
        )


def _end(joining: Joining, *, by: Actor, at: datetime) -> None:
    joining.parted_at = at
    joining.save(update_fields=["parted_at"])
    record(
        CasesParted(
            brand=joining.into.brand_id,
            case=joining.into_id,
            other=joining.case_id,
            other_number=joining.case.number,
            is_lead=True,
            joined_at=joining.joined_at,
        ),
        by=by,
        at=at,
    )
