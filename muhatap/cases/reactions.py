"""What cases do when something happens to their customers."""

from datetime import datetime

from muhatap.cases import operations as cases
from muhatap.cases import search
from muhatap.cases.events import WorkAnswered, WorkGiven, WorkWithdrawn
from muhatap.cases.work import work_with_id
from muhatap.customers.events import CustomersJoined, CustomersParted
from muhatap.customers.queries import last_of
from muhatap.kernel.actors import Actor

_TELLER = Actor.system("tasks")


def follow_customers_joined(fact: CustomersJoined, *, by: Actor, at: datetime) -> None:
    """The cases of whoever goes on in somebody else move there."""
    if not fact.is_lead:
        cases.move_cases(customer_id=fact.customer, into_id=fact.other, by=by, at=at)
    else:
        # Those whom she had before are found by her new addresses too.
        search.refresh_cases_of(fact.customer)


def follow_customers_parted(fact: CustomersParted, *, by: Actor, at: datetime) -> None:
    """The cases that came as hers go back with her."""
    if not fact.is_lead:
        owner = last_of(fact.other)
        cases.move_cases_back(customer_id=fact.customer, from_id=owner, by=by, at=at)
        search.refresh_cases_of(owner)


def tell_of_work_given(fact: WorkGiven, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell a department of its task."""
    cases.tell_department(work=work_with_id(fact.work), key=f"task:{event_id}", by=_TELLER, at=at)


def tell_of_work_answered(fact: WorkAnswered, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell those who asked that the answer is there."""
    cases.tell_of_answer(work=work_with_id(fact.work), key=f"task:{event_id}", by=_TELLER, at=at)


def tell_of_work_withdrawn(fact: WorkWithdrawn, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell who had a task that it need not be done."""
    cases.tell_of_withdrawal(work=work_with_id(fact.work), key=f"task:{event_id}", by=_TELLER, at=at)
