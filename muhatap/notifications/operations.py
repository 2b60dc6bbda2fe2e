"""What can be done with notices: tell people, and note that they have read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.kernel.actors import Actor
from muhatap.notifications.choices import ALARMS, BEFORE_MAIL, Choices
from muhatap.notifications.models import Notice
from muhatap.notifications.queries import untold


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
    with unit_of_work():
        new = untold(staff_ids, once_key)
        rows = [
            Notice(
                brand_id=brand_id,
                staff_id=staff_id,
                kind=kind,
                about_case_id=case_id,
                at=at,
                once_key=new[staff_id],
                **_as_chosen(chosen, kind, params, at),
            )
            for staff_id, chosen in _choices_of(new)
            if chosen is None or chosen[0].in_desk(kind) or chosen[0].by_mail(kind)
        ]
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


_Chosen = tuple[Choices, ZoneInfo] | None


def _choices_of(staff_ids: Iterable[int]) -> list[tuple[int, _Chosen]]:
    wanted = list(staff_ids)
    rows = Staff.objects.filter(id__in=wanted).values_list("id", "preferences", "zone") if wanted else ()
    known = {
        staff_id: (Choices.of(preferences), ZoneInfo(zone))
        for staff_id, preferences, zone in rows
        if preferences.get("notices")
    }
    return [(staff_id, known.get(staff_id)) for staff_id in wanted]


def _as_chosen(chosen: _Chosen, kind: str, params: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What her choices make of a notice: whether it is only mailed, and when."""
    if kind in ALARMS:
        return {"params": params, "mail_at": at}
    if chosen is None:
        return {"params": params}
    choices, zone = chosen
    only_mail = not choices.in_desk(kind)
    mail_at = None
    if choices.by_mail(kind):
        mail_at = choices.quiet_until(at.astimezone(zone)) or at + BEFORE_MAIL
    return {
        "params": {**params, "only_mail": True} if only_mail else params,
        "read_at": at if only_mail else None,
        "mail_at": mail_at,
    }


def note_mailed(*, notice_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """Note that these notices were mailed, or need no mail any more."""
    with unit_of_work():
        Notice.objects.filter(id__in=list(notice_ids)).update(mail_at=None)


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
