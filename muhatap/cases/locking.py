"""Locking a case: what others changed meanwhile is read before anything is decided."""

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case

_CHANGING = [
    "status",
    "is_open",
    "kind",
    "priority",
    "queue",
    "owner",
    "topic",
    "next_step",
    "next_update_at",
    "next_due_at",
    "resolved_at",
    "closed_at",
    "closed_reason",
    "dissatisfied_at",
    "message_count",
    "tags",
]


def lock(case: Case) -> None:
    """Hold the case until the transaction ends and read what may have changed since it was loaded."""
    if case._state.adding:
        return
    with unit_of_work() as unit:
        unit.hold(case)
        case.refresh_from_db(fields=_CHANGING, from_queryset=Case.objects.select_for_update(of=("self",)))
