"""The words of statuses, kinds and priorities; rules know only their codes."""

from django.utils.translation import gettext as _

from muhatap.cases.statuses import ClosedReason, Kind, Status

PRIORITIES = (1, 2, 3, 4)


def kind_words(kind: str) -> str:
    """What sort of case it is."""
    match kind:
        case Kind.COMPLAINT:
            return _("Complaint")
        case Kind.EMERGENCY:
            return _("Emergency")
        case Kind.IDENTITY:
            return _("Identity check")
        case Kind.REFUND:
            return _("Refund")
        case Kind.PRIVACY:
            return _("Data protection")
        case _:
            return _("Request")


def status_words(status: str) -> str:
    """How a case stands."""
    match status:
        case Status.NEW:
            return _("New")
        case Status.OPEN:
            return _("Open")
        case Status.WAITING_CUSTOMER:
            return _("Waiting for the customer")
        case Status.WAITING_THIRD_PARTY:
            return _("Waiting for a third party")
        case Status.RESOLVED:
            return _("Resolved")
        case _:
            return _("Closed")


def closed_words(reason: str) -> str:
    """Why a case was closed."""
    match reason:
        case ClosedReason.SOLVED:
            return _("solved")
        case ClosedReason.NO_ANSWER:
            return _("no answer from the customer")
        case ClosedReason.SPAM:
            return _("spam")
        case ClosedReason.MERGED:
            return _("merged")
        case _:
            return _("withdrawn by the customer")


def priority_words(priority: int) -> str:
    """How urgent a case is; 1 is the most urgent."""
    match priority:
        case 1:
            return _("Urgent")
        case 2:
            return _("High")
        case 3:
            return _("Normal")
        case _:
            return _("Low")


def next_step_words(step: str) -> str:
    """What happens next: a known step in words, or what staff wrote."""
    return _("First reply to the customer") if step == "first_reply" else step
