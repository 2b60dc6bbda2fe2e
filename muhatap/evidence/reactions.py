"""What evidence does when something happens to cases and files."""

from collections.abc import Sequence
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import MessagePosted, MilestoneReached
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Attachment, Case
from muhatap.cases.statuses import Author
from muhatap.evidence import operations as evidence
from muhatap.evidence.models import EvidenceItem
from muhatap.files.events import FileQuarantined
from muhatap.kernel.actors import Actor

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


def prepare_verified(fact: MilestoneReached, *, by: Actor, at: datetime, event_id: int) -> None:
    """When a set of documents is decided and every one is accepted, prepare the letter that says so."""
    if fact.milestone != MilestoneName.DOCUMENTS_DECIDED:
        return
    evidence.prepare_verified_letter(case_id=fact.case, key=f"verified:{event_id}", by=_LETTERS, at=at)
