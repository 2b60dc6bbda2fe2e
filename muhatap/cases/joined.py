"""Where a case goes on when it was joined with another one, and which cases go on in it."""

from muhatap.cases.models import Case, Joining
from muhatap.cases.statuses import ClosedReason


def lead_of(case: Case) -> Case:
    """The case in which this one goes on: itself, unless it was joined with another one."""
    if case.closed_reason != ClosedReason.MERGED:
        return case
    joining = Joining.objects.filter(case_id=case.id, parted_at__isnull=True).first()
    if joining is None:
        return case
    return Case.objects.select_related("brand", "customer", "topic", "queue", "owner").get(id=joining.into_id)


def followers_of(case: Case) -> list[Case]:
    """The cases that go on in this one, in the order in which they came."""
    found = Joining.objects.filter(into_id=case.id, parted_at__isnull=True)
    rows = found.select_related("case", "case__customer").order_by("case__received_at", "case_id")
    return [joining.case for joining in rows]


def ids_with_followers(case: Case) -> list[int]:
    """The id of a case, and those of the cases that go on in it."""
    # Kept on the row, since one page asks for it several times.
    known: list[int] | None = getattr(case, "_joined_ids", None)
    if known is None:
        found = Joining.objects.filter(into_id=case.id, parted_at__isnull=True)
        known = [case.id, *found.values_list("case_id", flat=True)]
        case._joined_ids = known  # type: ignore[attr-defined]
    return known


def note_alone(case: Case) -> None:
    """Remember that no case goes on in this one, where that was read with something else."""
    case._joined_ids = [case.id]  # type: ignore[attr-defined]


def has_followers(case: Case) -> bool:
    """Whether another case goes on in this one."""
    return Joining.objects.filter(into_id=case.id, parted_at__isnull=True).exists()
