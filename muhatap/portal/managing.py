"""The account manager of a customer, as she finds her on the page of her case."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.duty import is_absent
from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.routing.queries import manager_of, standings_of


@dataclass(frozen=True, slots=True)
class ManagerFace:
    """Who looks after the customer, and who reads her words now: herself, or who stands in for her."""

    name: str
    reader: Staff

    @property
    def stands_in(self) -> str:
        """The name of who stands in, empty while the manager is here."""
        return "" if self.reader.name == self.name else self.reader.name


def manager_face(case: Case, at: datetime) -> ManagerFace | None:
    """The account manager of the case's customer; None where nobody is named who may see this case."""
    contact = manager_of(case.customer_id)
    if contact is None:
        return None
    manager, deputy = contact.staff, contact.staff.delegate
    is_away = is_absent(standings_of([manager])[manager.pk], at)
    readers = [deputy, manager] if is_away else [manager]
    reader = next((each for each in readers if each is not None and _may_read(each, case)), None)
    return ManagerFace(manager.name, reader) if reader else None


def _may_read(staff: Staff, case: Case) -> bool:
    return staff.is_active and cases_visible_to(staff).filter(id=case.id).exists()
