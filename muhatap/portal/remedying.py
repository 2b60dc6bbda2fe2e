"""The remedies of a complaint for its customer: what she is given, how far it is, her yes or no to each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from muhatap.complaints.models import Complaint, Decision
from muhatap.complaints.operations.redressing import ANSWERING
from muhatap.complaints.redress_words import words_on_remedies
from muhatap.money.models import Remedy, RemedyState
from muhatap.money.redress import amount_words
from muhatap.money.remedies import remedies_of
from muhatap.money.wording import kind_words

_TOLD = frozenset({RemedyState.APPROVED, RemedyState.EXECUTED, RemedyState.REVERSED})


@dataclass(frozen=True, slots=True)
class RemedyTold:
    """One remedy as she reads it."""

    id: int
    name: str
    words: str
    amount: str
    state: str
    promised_at: datetime | None
    do_by: date | None
    executed_on: date | None
    proof: str
    said: str
    asks: bool


def remedies_told(complaint: Complaint, decision: Decision | None) -> list[RemedyTold]:
    """What was approved for her, once she was told the decision; what waits inside is not hers to read."""
    if decision is None or decision.told_at is None:
        return []
    words = words_on_remedies(complaint.case)
    return [
        _told(each, complaint, decision, words.get(each.id, ""))
        for each in remedies_of(complaint.case)
        if each.state in _TOLD
    ]


def _told(remedy: Remedy, complaint: Complaint, decision: Decision, said: str) -> RemedyTold:
    amount = amount_words(remedy.amount, remedy.currency) if remedy.amount else ""
    if remedy.interest:
        interest = amount_words(remedy.interest, remedy.currency)
        amount = _("%(amount)s, of which %(interest)s interest") % {"amount": amount, "interest": interest}
    return RemedyTold(
        id=remedy.id,
        name=kind_words(remedy.kind),
        words=remedy.words,
        amount=amount,
        state=_state(remedy, said),
        promised_at=decision.told_at,
        do_by=decision.do_by,
        executed_on=remedy.executed_on,
        proof=remedy.reference,
        said=said,
        asks=remedy.state == RemedyState.APPROVED and complaint.stage in ANSWERING,
    )


def _state(remedy: Remedy, said: str) -> str:
    match remedy.state:
        case RemedyState.EXECUTED:
            return _("carried out")
        case RemedyState.REVERSED:
            return _("taken back, we told you why")
        case _ if said == "refused":
            return _("not carried out, as you wish")
        case _ if said == "accepted":
            return _("accepted by you, we carry it out")
        case _:
            return _("promised, your word is open")
