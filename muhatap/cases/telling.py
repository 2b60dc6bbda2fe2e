"""How the customer of a case wishes to be told: as she said for this case, else for all of hers."""

from muhatap.cases.models import Case
from muhatap.customers.telling import Telling


def telling_of(case: Case) -> Telling:
    """The wishes that hold for what leaves on this case; nothing is read beside the case and its customer."""
    said = case.telling if case.telling is not None else case.customer.preferences.get("telling")
    return Telling.of(said)
