"""Cases that nobody works with: their customer's data are only kept."""

from muhatap.cases.models import Case
from muhatap.cases.statuses import Kind
from muhatap.customers.restriction import is_restricted


def is_stopped(case: Case) -> bool:
    """Whether a case is closed to staff and programs; her requests about data stay open."""
    return case.kind != Kind.PRIVACY and is_restricted(case.customer)
