"""Telling colleagues who were mentioned, and those who follow a case."""

from datetime import datetime

from django.db.models import F

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import colleagues_in
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message, Watcher
from muhatap.cases.queries import cases_visible_to
from muhatap.desk.mentions import mentioned_in
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

_TOLD_AT_MOST = 100


def tell_mentioned(*, case: Case, staff: Staff, message: Message, by: Actor, at: datetime) -> None:
    """Tell everybody whom a note mentions and let them follow the case, if they may see it."""
    if "@" not in message.text:
        return
    colleagues = {each.pk: each for each in colleagues_in(case.brand_id)}
    named = mentioned_in(message.text, ((each.pk, each.name) for each in colleagues.values()))
    seeing = [each for each in named if each != staff.pk and _may_see(colleagues[each], case)]
    if not seeing:
        return
    with unit_of_work():
        for staff_id in seeing:
            cases.follow(case=case, staff=colleagues[staff_id], by=by, at=at)
        notifications.tell(
            staff_ids=seeing,
            kind="mentioned",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": case.subject, "by": staff.name},
            once_key=f"mentioned:{message.id}",
            by=by,
            at=at,
        )


def tell_watchers(*, by: Actor, at: datetime) -> int:
    """Tell those who follow a case that its customer wrote; returns how many were told."""
    due = Watcher.objects.filter(case__customer_wrote_at__gt=F("told_at")).select_related("case", "staff")
    told = 0
    for watcher in due.order_by("case_id", "staff_id")[:_TOLD_AT_MOST]:
        case = watcher.case
        with unit_of_work():
            # Her right to see it may have gone meanwhile.
            if watcher.staff.is_active and _may_see(watcher.staff, case):
                told += notifications.tell(
                    staff_ids=[watcher.staff_id],
                    kind="customer_wrote",
                    brand_id=case.brand_id,
                    case_id=case.id,
                    params={"number": case.number, "subject": case.subject},
                    once_key=f"wrote:{case.id}:{case.customer_wrote_at.isoformat()}",
                    by=by,
                    at=at,
                )
            Watcher.objects.filter(id=watcher.id).update(told_at=case.customer_wrote_at)
    return told


def _may_see(staff: Staff, case: Case) -> bool:
    return cases_visible_to(staff).filter(id=case.id).exists()
