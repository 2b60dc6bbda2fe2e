"""How it was proved for one case who its customer is: by the channel, or by somebody of the staff."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.cases.models import Case, IdentityProof
from muhatap.channels.models import VaultItem

BY_MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Proof:
    """How the customer of a case proved who she is, when, to whom, and which address is proved by it."""

    how: str
    at: datetime
    staff: str = ""
    email: str = ""


def proof_of_customer(case: Case) -> Proof | None:
    """The proof that counts for this case, the one by staff first; an address that was only typed is none.

    A proof of another case does not count: anybody can type her address into a form.
    """
    row = IdentityProof.objects.select_related("staff").filter(case=case).first()
    email = case.customer_email.casefold()
    if row is not None:
        return Proof(row.how, row.proved_at, row.staff.name if row.staff else "", email)
    items = VaultItem.objects.filter(case=case, source__startswith="email:").order_by("stored_at", "id")
    for sender, said, stored_at in items.values_list("sender", "authentication", "stored_at"):
        if said.get("mark") == "verified" and sender.casefold() == email != "":
            return Proof(BY_MAIL, stored_at, "", email)
    return None
