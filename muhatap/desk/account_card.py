"""What stands beside a case of the customer's account: proof, plan, who looks after her, and the card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.channels.proved import Proof, proof_of_customer
from muhatap.desk.proof_of_customer import proof_choices, proof_words
from muhatap.integrations import operations as integrations
from muhatap.integrations.cards import Verified
from muhatap.integrations.keeping import Answer
from muhatap.integrations.peers import account_peer_of
from muhatap.integrations.queries import Numbers, numbers_of
from muhatap.kernel.actors import Actor
from muhatap.routing.queries import manager_of


@dataclass(frozen=True, slots=True)
class AccountFace:
    """The account as the panel shows it; `state` is `none`, `unproved`, `down`, `unmatched` or `shown`."""

    state: str
    plan: str
    manager: str
    numbers: Numbers
    proof: Proof | None = None
    proved: str = ""
    choices: Sequence[tuple[str, str]] = ()
    lines: Sequence[tuple[str, str]] = ()
    answer: Answer | None = None
    trouble: str = ""
    verification: str = ""


def account_face(staff: Staff, case: Case, at: datetime) -> AccountFace:
    """The account of a case's customer; the operator's system is asked only once she is proved."""
    proof = proof_of_customer(case)
    manager = manager_of(case.customer_id)
    peer = account_peer_of(case.brand.code)
    answer = None
    if peer is not None and proof is not None:
        answer = integrations.read_account(case=case, proof=proof, peer=peer, by=Actor.staff(staff.pk), at=at)
    return AccountFace(
        state=_state(proof, answer, has_peer=peer is not None),
        plan=case.customer.preferences.get("plan") or "",
        manager=manager.staff.name if manager else "",
        numbers=numbers_of(case),
        proof=proof,
        proved=proof_words(proof.how) if proof else "",
        choices=proof_choices() if proof is None else (),
        lines=_lines(answer),
        answer=answer,
        trouble=_trouble(answer.failure) if answer else "",
        verification=_verification(answer),
    )


def _state(proof: Proof | None, answer: Answer | None, *, has_peer: bool) -> str:
    if proof is None:
        return "unproved"
    if not has_peer or answer is None:
        return "none"
    if answer.card is None:
        return "down"
    return "shown" if answer.card.matches else "unmatched"


def _lines(answer: Answer | None) -> list[tuple[str, str]]:
    if answer is None or answer.card is None:
        return []
    language = get_language() or ""
    return [(each.label(language), each.value) for each in answer.card.lines]


def _verification(answer: Answer | None) -> str:
    known = answer.card.verification if answer is not None and answer.card is not None else None
    if known is None:
        return ""
    match known.state:
        case Verified.DONE:
            return _("verified")
        case Verified.CHECKING:
            return _("documents are being checked")
        case _:
            missing = ", ".join(known.missing_in(get_language() or ""))
            return _("not verified; missing: %(missing)s") % {"missing": missing or "–"}


def _trouble(failure: str) -> str:
    match failure:
        case "":
            return ""
        case "too_slow":
            return _("It took longer than three seconds.")
        case "unreachable":
            return _("It cannot be reached.")
        case "refused":
            return _("It refused the question.")
        case _:
            return _("Its answer could not be read.")
