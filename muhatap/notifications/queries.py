"""Reads of notices: what is to be mailed, and whose bell rings."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from muhatap.accounts.models import Staff
from muhatap.notifications.choices import Choices
from muhatap.notifications.models import Notice


def notices_to_mail(at: datetime, limit: int) -> list[Notice]:
    """The notices whose mail is due, oldest first."""
    rows = Notice.objects.filter(mail_at__lte=at).select_related("staff", "brand")
    return list(rows.order_by("mail_at", "id")[:limit])


def untold(staff_ids: Iterable[int], once_key: str) -> dict[int, str]:
    """Those of these people who were not told by this key, each with her own."""
    keys = {f"{once_key}:{staff_id}": staff_id for staff_id in staff_ids}
    known = set(Notice.objects.filter(once_key__in=keys).values_list("once_key", flat=True))
    return {staff_id: key for key, staff_id in keys.items() if key not in known}


def last_notice_id() -> int:
    """The id of the newest notice, 0 where there is none."""
    return Notice.objects.aggregate(last=Max("id"))["last"] or 0


def bells_to_ring(after_id: int, at: datetime) -> tuple[int, list[int]]:
    """The newest id, and the people with new unread notices who have no quiet hours now."""
    rows = list(Notice.objects.filter(id__gt=after_id).values_list("id", "staff_id", "read_at"))
    told = {staff_id for _, staff_id, read_at in rows if read_at is None}
    people = Staff.objects.filter(id__in=told) if told else ()
    awake = [
        each.pk
        for each in people
        if not Choices.of(each.preferences).is_quiet(at.astimezone(ZoneInfo(each.zone)))
    ]
    return max((notice_id for notice_id, _, _ in rows), default=after_id), awake
