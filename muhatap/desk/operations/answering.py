"""Writing to the customer and to the team: checked against what arrived meanwhile, masked, then posted."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.operations.drafting import drop_draft
from muhatap.cases.people import Person
from muhatap.cases.queries import known_participant
from muhatap.cases.statuses import Author, CopyKind, ParticipantRole
from muhatap.desk.operations.mentioning import tell_mentioned
from muhatap.desk.replies import (
    AFTERWARDS,
    Answer,
    Written,
    channel_of_reply,
    check_answer,
    spans_of,
)
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask


def answer_customer(*, case: Case, staff: Staff, answer: Answer, by: Actor, at: datetime) -> Message:
    """Write to the customer and move the case on; `Outdated`, and nothing is sent, when others wrote."""
    with unit_of_work():
        lock(case)
        check_answer(case, staff, answer)
        masked = mask(answer.text)
        written = Written(
            text=masked.text,
            masked=spans_of(masked),
            files=stored_files(case=case, answer=answer, by=by, at=at),
            cc=answer.cc,
            bcc=answer.bcc,
            then=answer.then,
        )
        message = post_reply(case=case, written=written, by=by, at=at)
        drop_draft(case=case, staff=staff, author=Author.STAFF, by=by, at=at)
    return message


def write_note(*, case: Case, staff: Staff, answer: Answer, by: Actor, at: datetime) -> Message:
    """Write to the team; the customer never sees it and no clock hears of it. Who is mentioned is told."""
    masked = mask(answer.text)
    with unit_of_work():
        new = cases.NewMessage(
            author=Author.NOTE,
            channel="desk",
            text=masked.text,
            masked=spans_of(masked),
            files=[(file, "") for file in stored_files(case=case, answer=answer, by=by, at=at)],
        )
        message = cases.post_message(case=case, new=new, by=by, at=at)
        tell_mentioned(case=case, staff=staff, message=message, by=by, at=at)
        drop_draft(case=case, staff=staff, author=Author.NOTE, by=by, at=at)
    return message


def post_reply(*, case: Case, written: Written, by: Actor, at: datetime) -> Message:
    """Let a reply leave: it is written on the case, its readers are named, and the case moves on."""
    with unit_of_work():
        _name_readers(case, written, by=by, at=at)
        copies = [(CopyKind.CC, email) for email in written.cc]
        copies += [(CopyKind.BCC, email) for email in written.bcc]
        new = cases.NewMessage(
            author=Author.STAFF,
            channel=channel_of_reply(case),
            text=written.text,
            masked=written.masked,
            files=[(file, "") for file in written.files],
            copies=copies,
        )
        message = cases.post_message(case=case, new=new, by=by, at=at)
        status = AFTERWARDS.get(written.then)
        if status is not None and case.status != status:
            cases.change_status(case=case, status=status, by=by, at=at)
    return message


def stored_files(*, case: Case, answer: Answer, by: Actor, at: datetime) -> list[StoredFile]:
    """The files of an answer: those that came back with its draft, and the new ones."""
    fresh = [
        files.store_file(brand_id=case.brand_id, name=each.name, data=each.data, by=by, at=at)
        for each in answer.files
    ]
    return [*answer.kept, *fresh]


def _name_readers(case: Case, written: Written, *, by: Actor, at: datetime) -> None:
    for email in written.cc:
        cases.name_participant(case=case, person=Person(email), role=ParticipantRole.COPIED, by=by, at=at)
    for email in written.bcc:
        if known_participant(case, email) is None:
            cases.name_participant(case=case, person=Person(email), role=ParticipantRole.BLIND, by=by, at=at)
