"""Following a case: whoever does is told when its customer writes."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Watcher
from muhatap.kernel.actors import Actor


def follow(*, case: Case, staff: Staff, by: Actor, at: datetime) -> None:
    """Be told from now on when the customer writes."""
    with unit_of_work():
        Watcher.objects.get_or_create(case=case, staff_id=staff.pk, defaults={"since_at": at, "told_at": at})


def unfollow(*, case: Case, staff: Staff, by: Actor, at: datetime) -> None:
    """Be told no longer."""
    with unit_of_work():
        Watcher.objects.filter(case=case, staff_id=staff.pk).delete()
