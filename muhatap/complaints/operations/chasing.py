"""Chasers: the customer asks again before anybody answered; each is counted, the second and third climb."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.complaints.events import CustomerChased
from muhatap.complaints.models import Complaint
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.promises.reached_people import people_of

_RAISES_AT, _CLIMBS_AT = 2, 3
_MOST_URGENT = 1


def count_chaser(*, complaint: Complaint, by: Actor, at: datetime) -> int | None:
    """Count a customer's word as a chaser if nobody answered her last one; None when it is none."""
    words = Message.objects.filter(case_id=complaint.case_id, author__in=(Author.CUSTOMER, Author.STAFF))
    last_two = list(words.order_by("-at", "-id").values_list("author", flat=True)[:2])
    if last_two != [Author.CUSTOMER, Author.CUSTOMER]:
        return None
    with unit_of_work():
        complaint.chaser_count += 1
        complaint.save(update_fields=["chaser_count"])
        record(
            CustomerChased(
                brand=complaint.brand_id,
                case=complaint.case_id,
                complaint=complaint.id,
                count=complaint.chaser_count,
            ),
            by=by,
            at=at,
        )
    return complaint.chaser_count


def climb_on_chaser(*, complaint: Complaint, count: int, key: str, by: Actor, at: datetime) -> None:
    """Tell the owner of the first chaser, supervisors of the second; the third goes to the queue above."""
    case = complaint.case
    with unit_of_work():
        if not complaint.is_open or not case.is_open:
            return
        if count >= _RAISES_AT and case.priority > _MOST_URGENT:
            cases.change_priority(case=case, priority=case.priority - 1, reason="ladder", by=by, at=at)
        above = case.queue.escalates_to if case.queue else None
        if count == _CLIMBS_AT and above is not None:
            cases.move_to_queue(case=case, queue=above, reason="ladder", by=by, at=at)
        told = {*people_of(case, "owner", at)}
        if count >= _RAISES_AT:
            told |= {*people_of(case, "supervisor", at)}
        if count >= _CLIMBS_AT:
            told |= {*people_of(case, "compliance", at)}
        notifications.tell(
            staff_ids=sorted(told),
            kind="chaser",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": case.subject, "count": count},
            once_key=key,
            by=by,
            at=at,
        )
