"""Which happening starts and stops which clock: a pure table."""

from dataclasses import dataclass
from enum import StrEnum


class Happening(StrEnum):
    """What moves clocks, in the words of the process."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    TAKEN = "taken"
    TRIAGED = "triaged"
    WORK_BEGAN = "work_began"
    CUSTOMER_WROTE = "customer_wrote"
    STAFF_REPLIED = "staff_replied"
    CUSTOMER_INFORMED = "customer_informed"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    OBJECTED = "objected"
    DOCUMENTS_COMPLETE = "documents_complete"
    DOCUMENTS_DECIDED = "documents_decided"
    REFUND_APPROVED = "refund_approved"
    REFUND_REFUSED = "refund_refused"
    REFUND_PAID = "refund_paid"
    CALLBACK_ASKED = "callback_asked"
    CALLED_BACK = "called_back"
    CONTAINED = "contained"
    PAYMENT_DISPUTED = "payment_disputed"
    PAYMENT_RESTORED = "payment_restored"
    DATA_REQUEST_VALID = "data_request_valid"
    DATA_REQUEST_ANSWERED = "data_request_answered"
    DATA_COMPLAINT_ACKNOWLEDGED = "data_complaint_acknowledged"
    BREACH_NOTICED = "breach_noticed"
    AUTHORITY_TOLD = "authority_told"
    INFORMATION_ASKED = "information_asked"
    INFORMATION_GIVEN = "information_given"
    BODY_ASKED = "body_asked"
    BODY_ANSWERED = "body_answered"


@dataclass(frozen=True, slots=True)
class Course:
    """When a clock starts and what keeps its promise.

    `restarts` begins it anew after each stop; `outlives` lets it run on when the case is resolved.
    """

    starts: frozenset[Happening]
    stops: frozenset[Happening]
    restarts: bool = False
    outlives: bool = False


def _course(
    starts: tuple[Happening, ...],
    stops: tuple[Happening, ...],
    *,
    restarts: bool = False,
    outlives: bool = False,
) -> Course:
    return Course(frozenset(starts), frozenset(stops), restarts, outlives)


_H = Happening
_FROM_START = (_H.OPENED, _H.OBJECTED)

# A promise that needs a stage of a later feature runs from the milestone that staff note on the case.
COURSES: dict[str, Course] = {
    "ack": _course((_H.OPENED,), (_H.ACKNOWLEDGED,)),
    "triage": _course(_FROM_START, (_H.TRIAGED, _H.TAKEN, _H.STAFF_REPLIED, _H.RESPONDED, _H.RESOLVED)),
    "first_reply": _course((_H.OPENED,), (_H.STAFF_REPLIED,)),
    "next_reply": _course((_H.CUSTOMER_WROTE,), (_H.STAFF_REPLIED,)),
    "investigation_start": _course(_FROM_START, (_H.WORK_BEGAN, _H.RESPONDED, _H.RESOLVED)),
    "resolve": _course((*_FROM_START, _H.REOPENED), (_H.RESPONDED, _H.RESOLVED)),
    "update": _course(
        (*_FROM_START, _H.REOPENED), (_H.STAFF_REPLIED, _H.CUSTOMER_INFORMED, _H.RESOLVED), restarts=True
    ),
    "callback": _course((_H.CALLBACK_ASKED,), (_H.CALLED_BACK,), outlives=True),
    "kyc_review": _course((_H.DOCUMENTS_COMPLETE,), (_H.DOCUMENTS_DECIDED, _H.RESOLVED)),
    "refund_decision": _course((_H.OPENED,), (_H.REFUND_APPROVED, _H.REFUND_REFUSED, _H.RESOLVED)),
    "refund_exec": _course((_H.REFUND_APPROVED,), (_H.REFUND_PAID,), outlives=True),
    "emergency_ack": _course((_H.OPENED,), (_H.TAKEN, _H.STAFF_REPLIED)),
    "contain": _course((_H.OPENED,), (_H.CONTAINED, _H.RESOLVED)),
    "unauth_refund": _course((_H.OPENED, _H.PAYMENT_DISPUTED), (_H.PAYMENT_RESTORED,), outlives=True),
    "legal_response": _course(_FROM_START, (_H.RESPONDED, _H.RESOLVED)),
    "dsr": _course((_H.OPENED, _H.DATA_REQUEST_VALID), (_H.DATA_REQUEST_ANSWERED, _H.RESOLVED)),
    "dpc_ack": _course((_H.OPENED,), (_H.DATA_COMPLAINT_ACKNOWLEDGED, _H.STAFF_REPLIED)),
    "breach_authority": _course((_H.BREACH_NOTICED,), (_H.AUTHORITY_TOLD,), outlives=True),
    "information": _course((_H.INFORMATION_ASKED,), (_H.INFORMATION_GIVEN,), outlives=True),
    "adr_enquiry": _course((_H.BODY_ASKED,), (_H.BODY_ANSWERED,), outlives=True),
}


def started_by(happening: Happening) -> frozenset[str]:
    """The clocks that a happening starts."""
    return frozenset(name for name, course in COURSES.items() if happening in course.starts)


# A complaint is triaged by its form and examined from its plan on: taking or answering it is neither.
_BY_STAGE = frozenset({"triage", "investigation_start"})
_STAGES = frozenset({_H.TRIAGED, _H.WORK_BEGAN, _H.RESPONDED, _H.RESOLVED})


def stopped_by(happening: Happening, kind: str = "") -> frozenset[str]:
    """The clocks whose promise a happening keeps on a case of this kind."""
    kept = frozenset(name for name, course in COURSES.items() if happening in course.stops)
    return kept - _BY_STAGE if kind == "complaint" and happening not in _STAGES else kept


def restarted_by(happening: Happening) -> frozenset[str]:
    """The clocks that begin anew when a happening stops them while the case goes on."""
    return frozenset(name for name in stopped_by(happening) if COURSES[name].restarts)


def ended_by_resolving() -> frozenset[str]:
    """The clocks that do not run on when a case is resolved: what was not done by then was not done."""
    return frozenset(name for name, course in COURSES.items() if not course.outlives)
