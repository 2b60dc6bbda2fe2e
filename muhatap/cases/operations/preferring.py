"""Keeping how the customer of a case wishes to be told: of this case, or of all of hers."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import TellingChanged
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.customers.telling import Telling
from muhatap.kernel.actors import Actor


def prefer(
    *, case: Case, telling: Telling, language: str, is_everywhere: bool, by: Actor, at: datetime
) -> bool:
    """Tell the customer of this case as she wishes; everywhere only where she proved who she is.

    False where nothing changes. Anybody can type another's address into a form, so who only knows the
    secret of one case decides for that case alone.
    """
    with unit_of_work() as unit:
        lock(case)
        unit.flush()
        said = telling.as_said()
        customer = Customer.objects.select_for_update().get(id=case.customer_id)
        known = case.telling if case.telling is not None else customer.preferences.get("telling")
        is_same = Telling.of(known) == telling and case.language == language
        if is_same and (not is_everywhere or (case.telling is None and customer.language == language)):
            return False
        if is_everywhere:
            _tell_everywhere(customer, said, language)
        case.telling, case.language = None if is_everywhere else said, language
        case.customer.preferences, case.customer.language = customer.preferences, customer.language
        case.save(update_fields=["telling", "language"])
        record(
            TellingChanged(
                brand=case.brand_id,
                case=case.id,
                customer=customer.id,
                told_by=telling.by,
                language=language,
                is_large=telling.is_large,
                quiet=tuple(said["quiet"] or ()),
                is_everywhere=is_everywhere,
            ),
            by=by,
            at=at,
        )
    return True


def _tell_everywhere(customer: Customer, said: dict[str, object], language: str) -> None:
    customer.preferences = {**customer.preferences, "telling": said}
    customer.language = language
    customer.save(update_fields=["preferences", "language"])
    Case.objects.filter(customer=customer, is_open=True).update(telling=None, language=language)
