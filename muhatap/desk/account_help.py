"""What may be done for a customer's account, in words, and what of it waits for a second person."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy

from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.cases.models import Case
from muhatap.desk.operations.helping_in import HELPING

WORDS = {
    "unlock": gettext_lazy("Open the locked account again"),
    "factors": gettext_lazy("Take the codes of her app and her backup codes off"),
    "payee": gettext_lazy("Pass on that she wants to be paid to another account"),
}
PROOFS = {
    "document": gettext_lazy("Identity document of this case, checked"),
    "video": gettext_lazy("Video call, with the document beside her face"),
    "operator": gettext_lazy("Identity check of our own systems"),
    "in_person": gettext_lazy("In person, with the document"),
}


def waiting_for(case: Case, at: datetime) -> Sequence[tuple[Proposal, str, str]]:
    """What waits for this case: the proposal, what it is, and how it was made sure who she is."""
    found = []
    for each in proposals_waiting(case.brand, HELPING, at):
        if each.subject.partition(" ")[0] == case.number:
            what, _, proof = each.content.partition(" ")
            found.append((each, str(WORDS.get(what, what)), str(PROOFS.get(proof, proof))))
    return found
