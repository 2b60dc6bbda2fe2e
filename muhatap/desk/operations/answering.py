"""Writing to the customer and to the team: checked against what arrived meanwhile, masked, then posted."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.operations.drafting import drop_draft
from muhatap.cases.people import Person
from muhatap.cases.queries import known_participant
from muhatap.cases.statuses import Author, CopyKind, ParticipantRole, Status
from muhatap.channels.contract import InboundFile
from muhatap.desk import about_case
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

AFTERWARDS = {"resolve": Status.RESOLVED, "wait": Status.WAITING_CUSTOMER}


class Outdated(Exception):
    """The customer or a colleague wrote after what the writer has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is written, the last message its writer has seen, and what follows: nothing, resolve or wait.

    Who is in `cc` takes part in the case from now on; who is in `bcc` is known to it, and to nobody else.
    """

    text: str
    files: tuple[InboundFile, ...] = ()
    seen: int = 0
    then: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


def answer_customer(*, case: Case, staff: Staff, answer: Answer, by: Actor, at: datetime) -> Message:
    """Write to the customer and move the case on; `Outdated`, and nothing is sent, when others wrote."""
    with unit_of_work():
        lock(case)
        if about_case.has_news_for(case, staff.pk, answer.seen):
            raise Outdated(case.number)
        _name_readers(case, answer, by=by, at=at)
        message = _post(case, Author.STAFF, answer, by=by, at=at)
        status = AFTERWARDS.get(answer.then)
        if status is not None and case.status != status:
            cases.change_status(case=case, status=status, by=by, at=at)
        drop_draft(case=case, staff=staff, author=Author.STAFF, by=by, at=at)
    return message


def write_note(*, case: Case, staff: Staff, answer: Answer, by: Actor, at: datetime) -> Message:
    """Write to the team; the customer never sees it and no clock hears of it."""
    with unit_of_work():
        message = _post(case, Author.NOTE, answer, by=by, at=at)
        drop_draft(case=case, staff=staff, author=Author.NOTE, by=by, at=at)
    return message


def _name_readers(case: Case, answer: Answer, *, by: Actor, at: datetime) -> None:
    for email in answer.cc:
        cases.name_participant(case=case, person=Person(email), role=ParticipantRole.COPIED, by=by, at=at)
    for email in answer.bcc:
        if known_participant(case, email) is None:
            cases.name_participant(case=case, person=Person(email), role=ParticipantRole.BLIND, by=by, at=at)


def _post(case: Case, author: Author, answer: Answer, *, by: Actor, at: datetime) -> Message:
    masked = mask(answer.text)
    stored = [
        (files.store_file(brand_id=case.brand_id, name=each.name, data=each.data, by=by, at=at), "")
        for each in answer.files
    ]
    return cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=author,
            channel=_channel(case, author),
            text=masked.text,
            masked=[{"kind": item.kind, "start": item.start, "end": item.end} for item in masked.found],
            files=stored,
            copies=(
                *((CopyKind.CC, email) for email in answer.cc),
                *((CopyKind.BCC, email) for email in answer.bcc),
            ),
        ),
        by=by,
        at=at,
    )


def _channel(case: Case, author: Author) -> str:
    if author is Author.NOTE:
        return "desk"
    return "email" if case.customer.email else "portal"
