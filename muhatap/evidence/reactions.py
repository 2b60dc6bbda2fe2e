"""What evidence does when something happens to cases and files."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import MessagePosted, MilestoneReached
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Attachment, Case
from muhatap.cases.statuses import Author
from muhatap.evidence import operations as evidence
from muhatap.evidence.events import IdentityLookAgreed
from muhatap.evidence.models import EvidenceItem
from muhatap.files.events import FileQuarantined
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

_LETTERS = Actor.system("letters")


def take_in_files(fact: MessagePosted, *, by: Actor, at: datetime) -> Sequence[EvidenceItem]:
    """Make evidence of what a customer sends along; it is looked at a moment later."""
    if not fact.files or fact.author != Author.CUSTOMER:
        return ()
    with unit_of_work() as unit:
        attached = [each for each in unit.rows.get(Attachment, []) if each.message_id == fact.message]
        case = unit.known(Case, fact.case)
    if not attached:
        # Where the case was opened again by the message, its rows are written already.
        written = Attachment.objects.filter(message_id=fact.message).select_related("file", "message", "case")
        attached = list(written.order_by("id"))
    if not attached:
        return ()
    case = case or attached[0].case
    return evidence.items_for(attached=attached, case=case, by=by, at=at)


def quarantine_evidence(fact: FileQuarantined, *, by: Actor, at: datetime) -> None:
    """Close what the scanner found something in, and tell its cases."""
    evidence.note_quarantine(file_id=fact.file, finding=fact.finding, by=by, at=at)


def alarm_on_look(fact: IdentityLookAgreed, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell compliance at once that somebody without the right looks at an identity document."""
    case = Case.objects.get(id=fact.case)
    told = {each.pk for each in staff_with_role(fact.brand, Role.COMPLIANCE)} - {by.id, fact.asked_by}
    notifications.tell(
        staff_ids=sorted(told),
        kind="identity_opened",
        brand_id=fact.brand,
        case_id=fact.case,
        params={"number": case.number, "subject": case.subject},
        once_key=f"identity:{event_id}",
        by=_LETTERS,
        at=at,
    )


def prepare_verified(fact: MilestoneReached, *, by: Actor, at: datetime, event_id: int) -> None:
    """When a set of documents is decided and every one is accepted, prepare the letter that says so."""
    if fact.milestone != MilestoneName.DOCUMENTS_DECIDED:
        return
    evidence.prepare_verified_letter(case_id=fact.case, key=f"verified:{event_id}", by=_LETTERS, at=at)
