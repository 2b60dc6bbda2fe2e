"""Which addresses around a case get no automatic mail, and why."""

from muhatap.cases.models import Case
from muhatap.channels.models import AddressMark
from muhatap.channels.queries import has_marks, marks_of
from muhatap.customers.models import Identity


def marks_of_case(case: Case) -> list[AddressMark]:
    """The marks of the customer's addresses and of everybody who takes part in the case."""
    if not has_marks(case.brand_id):
        return []
    people = case.participants.values_list("email", flat=True)
    known = Identity.objects.filter(customer_id=case.customer_id, kind="email").values_list(
        "value", flat=True
    )
    return list(marks_of(case.brand_id, [case.customer.email, *known, *people]).values())
