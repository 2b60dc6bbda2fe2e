"""What can be done with notices: tell people, and note that they have read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice


@dataclass(frozen=True, slots=True)
class Folding:
    """When notices are summed up: unread ones of these kinds about something found late, if over so many."""

    kinds: tuple[str, ...]
    into: str
    over: int
    within: timedelta


def tell(
    *,
    staff_ids: Iterable[int],
    kind: str,
    brand_id: int,
    case_id: int | None,
    params: dict[str, Any],
    once_key: str,
    by: Actor,
    at: datetime,
) -> int:
    """Tell each of these people once; the same key never tells twice. Returns how many were told now."""
    keys = {f"{once_key}:{staff_id}": staff_id for staff_id in staff_ids}
    with unit_of_work():
        known = set(Notice.objects.filter(once_key__in=keys).values_list("once_key", flat=True))
        rows = [
            Notice(
                brand_id=brand_id,
                staff_id=staff_id,
                kind=kind,
                about_case_id=case_id,
                params=params,
                at=at,
                once_key=key,
            )
            for key, staff_id in keys.items()
            if key not in known
        ]
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def forget_subject(*, case_id: int, by: Actor, at: datetime) -> None:
    """Take the subject of a case out of every notice about it, when it was erased."""
    with unit_of_work():
        for notice in Notice.objects.filter(about_case_id=case_id):
            if notice.params.pop("subject", None):
                notice.save(update_fields=["params"])


def mark_read(*, staff_id: int, notice_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Note that a person has read these of her notices."""
    with unit_of_work():
        return Notice.objects.filter(staff_id=staff_id, id__in=list(notice_ids), read_at__isnull=True).update(
            read_at=at
        )


def fold(*, staff_ids: Iterable[int], brand_id: int, folding: Folding, by: Actor, at: datetime) -> int:
    """Sum up what was found late for each person who would read too many lines; returns for how many."""
    with unit_of_work():
        return sum(_fold(staff_id, brand_id, folding, at) for staff_id in staff_ids)


def _fold(staff_id: int, brand_id: int, folding: Folding, at: datetime) -> int:
    recent = Notice.objects.filter(
        staff_id=staff_id, brand_id=brand_id, read_at__isnull=True, at__gt=at - folding.within
    )
    late = recent.filter(kind__in=folding.kinds, params__has_key="late_seconds", folded_into__isnull=True)
    summary = recent.filter(kind=folding.into).order_by("-at").first()
    if summary is None:
        if late.count() <= folding.over:
            return 0
        summary = Notice.objects.create(
            brand_id=brand_id,
            staff_id=staff_id,
            kind=folding.into,
            at=at,
            once_key=f"{folding.into}:{at.isoformat()}:{staff_id}",
        )
    late.update(folded_into=summary, read_at=at)
    told = list(summary.folded.values_list("kind", "about_case_id", "params__late_seconds"))
    summary.params = {
        "count": len(told),
        "broken": sum(kind == folding.kinds[0] for kind, _, _ in told),
        "cases": len({case_id for _, case_id, _ in told}),
        "late_seconds": max(int(late_seconds) for _, _, late_seconds in told),
    }
    summary.save(update_fields=["params"])
    return 1
