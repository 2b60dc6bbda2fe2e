"""Telling people what waits for them: a second person's word, a department's task."""

from datetime import datetime

from muhatap.accounts.queries import staff_of_team
from muhatap.complaints.models import Complaint, DepartmentTask
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.promises.reached_people import people_of


def tell_second_people(
    *, complaint: Complaint, asked_by: int | None, key: str, by: Actor, at: datetime
) -> None:
    """Tell those who may agree, but never who asked, that something waits for a second person."""
    case = complaint.case
    staff_ids = {*people_of(case, "supervisor", at), *people_of(case, "compliance", at)} - {asked_by}
    notifications.tell(
        staff_ids=sorted(staff_ids),
        kind="complaint_second",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject},
        once_key=key,
        by=by,
        at=at,
    )


def tell_department(*, task: DepartmentTask, key: str, by: Actor, at: datetime) -> None:
    """Tell who has a task, or the whole department where it is nobody's yet; nothing of the case is told."""
    people = [task.owner_id] if task.owner_id else [person.pk for person in staff_of_team(task.team_id)]
    notifications.tell(
        staff_ids=sorted(people),
        kind="task_given",
        brand_id=task.complaint.brand_id,
        case_id=None,
        params={"task": task.id, "title": task.title, "due_at": task.due_at.isoformat()},
        once_key=key,
        by=by,
        at=at,
    )
