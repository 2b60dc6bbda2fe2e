"""Telling people what waits for them: a second person's word."""

from datetime import datetime

from muhatap.complaints.models import Complaint
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
