"""Holding a reply between the moment when its writer sends it and the moment when it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.letters.events import ReplyCalledOff, ReplyPlanned
from muhatap.letters.models import HeldFile, HeldReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held: masked words, files, readers, what follows, and the last message its writer has seen."""

    text: str
    masked: list[dict[str, Any]] = field(default_factory=list)
    files: Sequence[StoredFile] = ()
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    then: str = ""
    seen: int = 0


def hold_reply(
    *, case: Case, staff: Staff, held: Held, leaves_at: datetime, is_planned: bool, by: Actor, at: datetime
) -> HeldReply:
    """Keep a reply until it leaves; only a time that its writer chose is a fact."""
    with unit_of_work() as unit:
        row = HeldReply(
            case=case,
            staff_id=staff.pk,
            text=held.text,
            masked=held.masked,
            cc=list(held.cc),
            bcc=list(held.bcc),
            then=held.then,
            seen=held.seen,
            written_at=at,
            leaves_at=leaves_at,
            planned_at=at if is_planned else None,
        )
        unit.add(row)
        unit.add(*(HeldFile(held=row, file=file) for file in held.files))
        if is_planned:
            _record_planned(row, None, by=by, at=at)
    return row


def plan_again(*, held: HeldReply, leaves_at: datetime, seen: int, by: Actor, at: datetime) -> None:
    """Let a reply leave at another time, also one that was stopped; `seen` is what is known by now."""
    with unit_of_work():
        previous, held.leaves_at = held.leaves_at, leaves_at
        held.stopped_at, held.stopped_because = None, ""
        held.planned_at, held.seen = at, max(held.seen, seen)
        held.save(update_fields=["leaves_at", "stopped_at", "stopped_because", "planned_at", "seen"])
        _record_planned(held, previous, by=by, at=at)


def stop_reply(*, held: HeldReply, because: str, by: Actor, at: datetime) -> None:
    """Keep a reply from leaving until somebody decides: `news`, `status` or `gone` say why."""
    with unit_of_work():
        held.stopped_at, held.stopped_because = at, because
        held.save(update_fields=["stopped_at", "stopped_because"])
        _record_called_off(held, because, by=by, at=at)


def call_off(*, held: HeldReply, by: Actor, at: datetime) -> None:
    """Take a held reply away before it leaves; what was only held for a moment was never told."""
    with unit_of_work():
        if held.planned_at is not None and held.stopped_at is None:
            reason = "writer" if by.id == held.staff_id else "colleague"
            _record_called_off(held, reason, by=by, at=at)
        held.delete()


def let_go(*, held: HeldReply, by: Actor, at: datetime) -> None:
    """Forget that a reply was held, because it leaves in this transaction."""
    with unit_of_work():
        held.delete()


def _record_planned(held: HeldReply, previous: datetime | None, *, by: Actor, at: datetime) -> None:
    about = {"brand": held.case.brand_id, "case": held.case_id, "held": held.id}
    record(ReplyPlanned(**about, leaves_at=held.leaves_at, previous=previous), by=by, at=at)


def _record_called_off(held: HeldReply, reason: str, *, by: Actor, at: datetime) -> None:
    about = {"brand": held.case.brand_id, "case": held.case_id, "held": held.id}
    record(ReplyCalledOff(**about, reason=reason), by=by, at=at)
