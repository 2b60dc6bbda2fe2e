"""Reads of tasks of departments: whoever does one sees it and its files, and nothing of its case."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.cases.models import Attachment, Case, WorkItem, WorkState
from muhatap.cases.queries import cases_visible_to
from muhatap.files.models import StoredFile
from muhatap.kernel.kept_reads import KeptRead

_ENDED_SHOWN_FOR = timedelta(days=7)
_GIVEN_AT_MOST = 100


def work_of(case: Case) -> list[WorkItem]:
    """The tasks of a case, oldest first, without their files."""
    return _WORK(case.id)


_WORK = KeptRead(
    lambda case_id: (
        WorkItem.objects.filter(case_id=case_id)
        .select_related("team", "owner", "asked_by", "ended_by")
        .order_by("asked_at", "id")
    )
)


def work_with_files(case: Case) -> list[WorkItem]:
    """The tasks of a case, oldest first, with what was shown and added."""
    rows = WorkItem.objects.filter(case=case).select_related("team", "owner", "asked_by", "ended_by")
    return list(rows.prefetch_related("shown", "added").order_by("asked_at", "id"))


def waiting_work(case: Case) -> int:
    """How many tasks of a case wait for their answer."""
    return WorkItem.objects.filter(case=case, state=WorkState.WAITING).count()


def work_visible_to(staff: Staff) -> QuerySet[WorkItem]:
    """The tasks that are hers, or her teams' and nobody's, and nothing else of their cases."""
    scope = scope_of(staff)
    hers = Q(owner_id=staff.pk) | Q(owner__isnull=True, team_id__in=scope.team_ids)
    rows = WorkItem.objects.filter(hers, brand_id__in=scope.brand_ids_with(Permission.ANSWER_TASKS))
    return rows.select_related("brand", "team", "owner", "asked_by", "ended_by")


def one_visible_to(staff: Staff, work_id: int) -> WorkItem | None:
    """The task with this id, if it is hers or her teams' and was not taken back."""
    rows = work_visible_to(staff).exclude(state=WorkState.WITHDRAWN)
    return rows.prefetch_related("shown", "added").filter(id=work_id).first()


def waiting_for(staff: Staff) -> list[WorkItem]:
    """What waits for her or her teams, the first due first."""
    return list(work_visible_to(staff).filter(state=WorkState.WAITING).order_by("due_at", "id"))


def given_by(staff: Staff, at: datetime) -> list[WorkItem]:
    """What she asked departments for on cases that she sees: open ones, and those that ended lately."""
    rows = WorkItem.objects.filter(asked_by=staff, case__in=cases_visible_to(staff))
    rows = rows.filter(Q(state=WorkState.WAITING) | Q(ended_at__gt=at - _ENDED_SHOWN_FOR))
    known = rows.select_related("case", "team", "owner", "ended_by").order_by("state", "due_at", "id")
    return sorted(known[:_GIVEN_AT_MOST], key=lambda work: (not work.is_waiting, work.due_at))


def work_of_case(case: Case, work_id: int) -> WorkItem | None:
    """The task of this case with this id."""
    return WorkItem.objects.filter(case=case, id=work_id).select_related("case").first()


def work_with_id(work_id: int) -> WorkItem:
    """The task with this id and its case, for what the task asked for itself."""
    return WorkItem.objects.select_related("case").get(id=work_id)


def evidence_of(case: Case) -> list[StoredFile]:
    """Everything that can be relied on: files of the case and what departments added, not destroyed ones."""
    attached = Attachment.objects.filter(case=case).values("file_id")
    added = WorkItem.objects.filter(case=case, added__isnull=False).values("added")
    rows = StoredFile.objects.filter(Q(id__in=attached) | Q(id__in=added), destroyed_at__isnull=True)
    return list(rows.order_by("id"))


def tasks_of_case(case: Case) -> list[WorkItem]:
    """The tasks of a case with their teams, oldest first, read now."""
    return list(WorkItem.objects.filter(case=case).select_related("case", "team").order_by("asked_at", "id"))


def tasks_of_brand(
    brand: Brand,
    states: Iterable[str],
    team: str,
    *,
    after: int = 0,
    limit: int = 1,
    only: int | None = None,
) -> list[WorkItem]:
    """A page of the brand's tasks in these states, oldest first, or the one with an id."""
    rows = WorkItem.objects.filter(brand=brand, state__in=list(states), id__gt=after)
    if team:
        rows = rows.filter(team__code=team)
    if only is not None:
        rows = rows.filter(id=only)
    return list(rows.select_related("case__customer", "team").order_by("id")[:limit])
