"""Whether what a moment is counted from still holds when the moment comes."""

from datetime import datetime

from muhatap.audit.models import Event
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status

_WAITING = frozenset({Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY})


def stands(when: str, case: Case, base_at: datetime) -> bool:
    """Whether nothing since has made the moment void: an answer, another word, another status."""
    match when:
        case "after_customer_wrote":
            return case.is_open and _is_last(case.customer_wrote_at, case.staff_wrote_at, base_at)
        case "after_staff_wrote":
            return case.is_open and _is_last(case.staff_wrote_at, case.customer_wrote_at, base_at)
        case "after_waiting":
            return case.status in _WAITING and _is_since(case, base_at)
        case "after_resolved":
            return case.status == Status.RESOLVED and _is_since(case, base_at)
        case _:
            return case.is_open


def _is_last(wrote_at: datetime | None, other_at: datetime | None, base_at: datetime) -> bool:
    return wrote_at == base_at and (other_at is None or other_at <= base_at)


def _is_since(case: Case, base_at: datetime) -> bool:
    later = Event.objects.filter(stream_id=case.id, kind="case.status_changed", at__gt=base_at)
    return not later.exists()
