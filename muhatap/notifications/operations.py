"""What can be done with notices: tell people, and note that they have read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice


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
