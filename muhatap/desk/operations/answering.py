"""Writing to the customer and to the team: checked against what arrived meanwhile, masked, then posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
from muhatap.channels.registry import is_public
from muhatap.desk import about_case
from muhatap.desk.guarding import secrets_in
from muhatap.desk.operations.mentioning import tell_mentioned
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import Masked, mask

AFTERWARDS = {"resolve": Status.RESOLVED, "wait": Status.WAITING_CUSTOMER}


class Outdated(Exception):
    """The customer or a colleague wrote after what the writer has seen."""


class SaysTooMuch(Exception):
    """A reply that everybody could read holds numbers that only the customer may; `kinds` names them."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is written, the last message its writer has seen, and what follows: nothing, resolve or wait.

    Who is in `cc` takes part in the case from now on; who is in `bcc` is known to it, and to nobody else.
    `kept` are files that came back with a draft. `leaves_at` is the time that its writer chose for it.
    """

    text: str
    files: tuple[InboundFile, ...] = ()
    kept: tuple[StoredFile, ...] = ()
    seen: int = 0
    then: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    leaves_at: datetime | None = None


def answer_customer(*, case: Case, staff: Staff, answer: Answer, by: Actor, at: datetime) -> Message:
    """Write to the customer and move the case on; `Outdated`, and nothing is sent, when others wrote."""
    with unit_of_work():
        lock(case)
        check_answer(case, staff, answer)
        masked = mask(answer.text)
        written = Written(
            text=masked.text,
            masked=spans_of(masked),
            files=stored_files(case, answer, by=by, at=at),
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
            files=[(file, "") for file in stored_files(case, answer, by=by, at=at)],
        )
        message = cases.post_message(case=case, new=new, by=by, at=at)
        tell_mentioned(case=case, staff=staff, message=message, by=by, at=at)
        drop_draft(case=case, staff=staff, author=Author.NOTE, by=by, at=at)
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A reply as it leaves: masked, its files stored."""

    text: str
    masked: list[dict[str, Any]]
    files: Sequence[StoredFile]
    cc: Sequence[str]
    bcc: Sequence[str]
    then: str


def check_answer(case: Case, staff: Staff, answer: Answer) -> None:
    """`Outdated` when others wrote meanwhile, `SaysTooMuch` when the public would read what it must not."""
    if about_case.has_news_for(case, staff.pk, answer.seen):
        raise Outdated(case.number)
    kinds = secrets_in(answer.text) if is_public(channel_of_reply(case)) else ()
    if kinds:
        raise SaysTooMuch(kinds)


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


def stored_files(case: Case, answer: Answer, *, by: Actor, at: datetime) -> list[StoredFile]:
    """The files of an answer: those that came back with its draft, and the new ones."""
    fresh = [
        files.store_file(brand_id=case.brand_id, name=each.name, data=each.data, by=by, at=at)
        for each in answer.files
    ]
    return [*answer.kept, *fresh]


def spans_of(masked: Masked) -> list[dict[str, Any]]:
    """Where something was masked, as messages keep it."""
    return [{"kind": item.kind, "start": item.start, "end": item.end} for item in masked.found]


def channel_of_reply(case: Case) -> str:
    """By which channel a reply reaches the customer: openly where nothing but the public channel is known."""
    if case.customer_email:
        return "email"
    return case.channel if is_public(case.channel) else "portal"


def _name_readers(case: Case, written: Written, *, by: Actor, at: datetime) -> None:
    for email in written.cc:
        cases.name_participant(case=case, person=Person(email), role=ParticipantRole.COPIED, by=by, at=at)
    for email in written.bcc:
        if known_participant(case, email) is None:
            cases.name_participant(case=case, person=Person(email), role=ParticipantRole.BLIND, by=by, at=at)
