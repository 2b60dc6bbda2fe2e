"""Telling a customer that all of her documents were accepted: the letter is prepared, a person sends it."""

from datetime import datetime

from muhatap.cases.models import Case
from muhatap.evidence.kinds import ItemState
from muhatap.evidence.models import EvidenceItem
from muhatap.evidence.wording import kind_words
from muhatap.kernel.actors import Actor
from muhatap.letters import operations as letters
from muhatap.letters.case_letters import written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.models import PreparedLetter


def prepare_verified_letter(*, case_id: int, key: str, by: Actor, at: datetime) -> PreparedLetter | None:
    """Prepare the letter that names what was accepted; none where anything was rejected or still waits."""
    items = EvidenceItem.objects.filter(case_id=case_id, destroyed_at__isnull=True).order_by(
        "offered_at", "id"
    )
    asked = [each for each in items if each.line_id is not None or each.is_identity]
    accepted = [each for each in asked if each.state == ItemState.ACCEPTED]
    # What was sent anew and accepted makes good for what was rejected before.
    made_good = {(each.line_id, each.kind) for each in accepted}
    if not accepted or any((each.line_id, each.kind) not in made_good for each in asked):
        return None
    case = Case.objects.select_related("brand", "customer", "owner").get(id=case_id)
    kinds = dict.fromkeys(kind_words(each.kind, case.language) for each in accepted)
    told = {"documents": "\n".join(f"- {words}" for words in kinds)}
    signer = case.owner.name if case.owner else ""
    text = written_case_letter(case, Sort.KYC_OK, told, signer=signer, at=at)
    new = letters.NewLetter(sort=Sort.KYC_OK, text=text, because="documents_decided", key=key, told=told)
    return letters.prepare_letter(case=case, new=new, by=by, at=at)
