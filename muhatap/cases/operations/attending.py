"""Having a case open: who looks and who writes, for the others who have it open."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case, Presence
from muhatap.kernel.actors import Actor


def attend(*, case: Case, staff: Staff, doing: str, by: Actor, at: datetime) -> bool:
    """Note what she does on a case now; True when that is new to the others."""
    with unit_of_work():
        known = Presence.objects.filter(case=case, staff_id=staff.pk).first()
        before = known.doing if known else ""
        Presence.objects.update_or_create(
            case=case, staff_id=staff.pk, defaults={"doing": doing, "seen_at": at}
        )
    return before != doing


def leave(*, case: Case, staff: Staff, by: Actor, at: datetime) -> bool:
    """Note that she has closed the case; True when she was there."""
    with unit_of_work():
        count, _ = Presence.objects.filter(case=case, staff_id=staff.pk).delete()
    return count > 0
