"""Who else has a case open now, and whether she writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case, Draft, Presence, Watcher
from muhatap.cases.statuses import Author

# Browsers say every half minute that they are there; who missed two of them has gone.
STALE = timedelta(seconds=75)
LOOKING, REPLYING, NOTING = "looking", "reply", "note"
DOINGS = (LOOKING, REPLYING, NOTING)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else who has the case open."""

    id: int
    name: str
    doing: str
    draft: str


def company_of(case: Case, staff: Staff, at: datetime) -> list[Colleague]:
    """Who else has the case open, those who write first, with the reply that they write as kept so far."""
    rows = Presence.objects.filter(case=case, seen_at__gt=at - STALE).exclude(staff_id=staff.pk)
    known = rows.order_by(F("doing").desc(), "seen_at").values_list("staff_id", "staff__name", "doing")
    present = list(known)
    writing = [staff_id for staff_id, _name, doing in present if doing == REPLYING]
    drafts = _drafts(case, writing) if writing else {}
    return [Colleague(each, name, doing, drafts.get(each, "")) for each, name, doing in present]


def watchers_of(case: Case) -> list[tuple[int, str]]:
    """Id and name of the colleagues who follow a case."""
    rows = Watcher.objects.filter(case=case).order_by("since_at")
    return list(rows.values_list("staff_id", "staff__name"))


def _drafts(case: Case, staff_ids: list[int]) -> dict[int, str]:
    rows = Draft.objects.filter(case=case, staff_id__in=staff_ids, author=Author.STAFF)
    return dict(rows.values_list("staff_id", "text"))
