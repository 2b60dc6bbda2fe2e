"""Letters whose moment comes with something that happens to a case."""

from collections.abc import Mapping
from datetime import datetime

from muhatap.audit.recording import looks_first
from muhatap.brands.queries import section_of
from muhatap.cases.events import CaseOpened, MilestoneReached
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.letters import operations as letters
from muhatap.letters.case_letters import written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.models import PreparedLetter

_LETTERS = Actor.system("letters")
# Which letter a stage of the case asks for (process C7).
OF_MILESTONE: Mapping[str, Sort] = {
    MilestoneName.REFUND_APPROVED: Sort.REF_APPROVE,
    MilestoneName.REFUND_REFUSED: Sort.REF_REFUSE,
    MilestoneName.REFUND_PAID: Sort.REF_PAID,
    MilestoneName.DATA_COMPLAINT_ACKNOWLEDGED: Sort.DPC_ACK,
    MilestoneName.BREACH_NOTICED: Sort.BREACH_AUTH,
    MilestoneName.AUTHORITY_TOLD: Sort.BREACH_TOLD,
}
_PUBLIC, _PROTECTED = 0, 3
# Nobody else reads along on these, so their cases need not be looked at.
_CLOSED_CHANNELS = frozenset({"web_form", "email", "api", "phone", "in_app", "live_chat", "counter"})


def prepare_on_milestone(fact: MilestoneReached, *, by: Actor, at: datetime, event_id: int) -> None:
    """Prepare the letter that a stage of the case asks for, unless one of its sort waits or just went."""
    sort = OF_MILESTONE.get(fact.milestone)
    if sort is None:
        return
    since = PreparedLetter.objects.filter(case_id=fact.case, sort=sort)
    if since.filter(ended_at__isnull=True).exists() or since.filter(ended_at__gte=fact.reached_at).exists():
        return
    told = {"reference": fact.reference} if fact.reference else {}
    if sort is Sort.REF_PAID:
        told |= {"pay_by": fact.reached_at.date().isoformat()} | _approved(fact.case)
    _prepare(_case(fact.case), sort, told, because=fact.milestone, key=f"milestone:{event_id}", at=at)


@looks_first
def prepare_on_opening(fact: CaseOpened, *, by: Actor, at: datetime, event_id: int) -> None:
    """Where everybody reads along and the topic is about an account: prepare the way to the safe page."""
    if fact.channel in _CLOSED_CHANNELS:
        return
    case = _case(fact.case)
    known = (section_of(case.brand, "channels") or {}).get(fact.channel) or {}
    wanted = int((case.topic.guidance if case.topic else {}).get("identity_level") or 0)
    if known.get("identity_level", 1) != _PUBLIC or wanted < _PROTECTED:
        return
    told = {"channel": case.brand.in_language(known.get("name") or {}, case.language) or fact.channel}
    _prepare(case, Sort.SENSITIVE, told, because="open_channel", key="open-channel", at=at)


def _prepare(
    case: Case, sort: Sort, told: Mapping[str, str], *, because: str, key: str, at: datetime
) -> None:
    signer = case.owner.name if case.owner else ""
    text = written_case_letter(case, sort, told, signer=signer, at=at)
    new = letters.NewLetter(sort=sort, text=text, because=because, key=key, told=told)
    letters.prepare_letter(case=case, new=new, by=_LETTERS, at=at)


def _approved(case_id: int) -> dict[str, str]:
    """The sum of the last letter that told of an approval."""
    last = (
        PreparedLetter.objects.filter(case_id=case_id, sort=Sort.REF_APPROVE, message__isnull=False)
        .order_by("-ended_at")
        .first()
    )
    return {"amount": last.told["amount"]} if last is not None and last.told.get("amount") else {}


def _case(case_id: int) -> Case:
    return Case.objects.select_related("brand", "customer", "topic", "queue", "owner").get(id=case_id)
