"""A withdrawal enquiry: how the verification of the account stands and what is missing, from the operator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.cases.models import Case
from muhatap.cases.trust import may_tell
from muhatap.channels.proved import proof_of_customer
from muhatap.integrations import operations as integrations
from muhatap.integrations.cards import Verified
from muhatap.integrations.peers import account_peer_of
from muhatap.kernel.actors import Actor
from muhatap.money.queries import is_about_withdrawal


@dataclass(frozen=True, slots=True)
class Told:
    """What the customer reads instead of a general word about delays."""

    words: str
    missing: Sequence[str] = ()
    asks: bool = False


def verification_told(case: Case, at: datetime) -> Told | None:
    """How her account is verified; None where it is no open withdrawal, she is not proved, or nobody says."""
    peer = account_peer_of(case.brand.code)
    if peer is None or not case.is_open or not is_about_withdrawal(case) or not may_tell(case):
        return None
    proof = proof_of_customer(case)
    if proof is None:
        return None
    by = Actor.customer(case.customer_id)
    answer = integrations.read_account(case=case, proof=proof, peer=peer, by=by, at=at)
    known = answer.card.verification if answer.card is not None else None
    if known is None:
        return None
    match known.state:
        case Verified.DONE:
            return Told(_("Your account is verified. No document of yours holds the withdrawal up."))
        case Verified.CHECKING:
            return Told(_("We have your documents and check them. You need not send anything."))
        case _:
            missing = known.missing_in(get_language() or case.language)
            return Told(
                _("Your account is not verified yet, and until then a withdrawal is not paid. Missing:"),
                missing,
                asks=True,
            )
