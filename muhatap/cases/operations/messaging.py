"""Writing on a case: a customer's message, a reply, a note, an automatic letter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import search
from muhatap.cases.content import content_digest
from muhatap.cases.events import (
    CaseStatusChanged,
    MessageAddressed,
    MessagePosted,
    ParticipantWrote,
    SideMessagePosted,
)
from muhatap.cases.locking import lock
from muhatap.cases.models import Attachment, Case, Message, Participant, Recipient, SideConversation
from muhatap.cases.operations.handling import NEXT_WORD
from muhatap.cases.statuses import OPEN_STATUSES, Author, CopyKind, ParticipantRole, Status
from muhatap.files import words as file_words
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor, ActorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What is written; texts arrive masked and sanitised.

    `copies` are addresses beside the customer's; None for staff's words means everybody who gets copies.
    A note may belong to a side conversation. A letter names its `template` with the version.
    """

    author: Author
    channel: str
    text: str
    html: str = ""
    quoted: str = ""
    masked: list[dict[str, object]] = field(default_factory=list)
    files: Sequence[tuple[StoredFile, str]] = ()
    external_id: str = ""
    vault_item_id: int | None = None
    copies: Sequence[tuple[CopyKind, str]] | None = None
    participant: Participant | None = None
    side: SideConversation | None = None
    template: str = ""


def post_message(*, case: Case, new: NewMessage, by: Actor, at: datetime) -> Message:
    """Write on a case; a customer's word reopens it, a reply ends its being new."""
    with unit_of_work() as unit:
        lock(case)
        message = Message(
            case=case,
            author=new.author,
            staff_id=by.id if by.kind is ActorKind.STAFF else None,
            channel=new.channel,
            language=case.language,
            text=new.text,
            html=new.html,
            quoted=new.quoted,
            masked=new.masked,
            at=at,
            external_id=new.external_id,
            vault_item_id=new.vault_item_id,
            participant=new.participant,
            side=new.side,
            template=new.template,
        )
        unit.add(message)
        copies = _copies(case, new)
        unit.add(*(Recipient(message=message, kind=kind, email=email) for kind, email in copies))
        unit.add(
            *(Attachment(message=message, case=case, file=file, evidence=item) for file, item in new.files)
        )
        is_first = case.message_count == 0
        _note_on_case(case, new.author, at)
        search.add_message(
            message=message, case=case, is_first=is_first, read_in_files=_words_of_files(new.files)
        )
        if search.may_be_read(case):
            unit.add(*file_words.words_to_read([file for file, _ in new.files], at=at))
        record(
            MessagePosted(
                brand=case.brand_id,
                case=case.id,
                message=message.id,
                author=new.author,
                channel=new.channel,
                language=case.language,
                files=len(new.files),
                content_digest=content_digest(
                    new.text,
                    [file.sha256 for file, _ in new.files],
                    html=new.html,
                    quoted=new.quoted,
                ),
                template=new.template,
            ),
            by=by,
            at=at,
        )
        _tell_who(case, message, new, copies, by=by, at=at)
        _move_on(case, new.author, by=by, at=at)
    return message


def _words_of_files(attached: Sequence[tuple[StoredFile, str]]) -> list[str]:
    stored = [file for file, _ in attached]
    return [*(file.name for file in stored), *file_words.known_words(stored)]


def _copies(case: Case, new: NewMessage) -> Sequence[tuple[CopyKind, str]]:
    if new.copies is not None or new.author is not Author.STAFF:
        return new.copies or ()
    copied = Participant.objects.filter(case=case, role=ParticipantRole.COPIED).order_by("id")
    return [(CopyKind.CC, email) for email in copied.values_list("email", flat=True)]


def _tell_who(
    case: Case,
    message: Message,
    new: NewMessage,
    copies: Sequence[tuple[CopyKind, str]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Put on record who wrote and who reads, where it is not simply the customer and staff."""
    about = {"brand": case.brand_id, "case": case.id, "message": message.id}
    if copies:
        said = {kind: tuple(email for each, email in copies if each == kind) for kind in CopyKind}
        record(MessageAddressed(**about, cc=said[CopyKind.CC], bcc=said[CopyKind.BCC]), by=by, at=at)
    if new.participant is not None:
        record(ParticipantWrote(**about, participant=new.participant.id), by=by, at=at)
    if new.side is not None:
        direction = "sent" if message.staff_id else "received"
        record(SideMessagePosted(**about, side=new.side.id, direction=direction), by=by, at=at)


def _note_on_case(case: Case, author: Author, at: datetime) -> None:
    case.message_count += 1
    case.updated_at = at
    changed = ["message_count", "updated_at"]
    if author is Author.CUSTOMER:
        case.customer_wrote_at = at
        changed.append("customer_wrote_at")
    elif author is Author.STAFF:
        case.staff_wrote_at = at
        case.next_update_at = at + NEXT_WORD
        changed += ["staff_wrote_at", "next_update_at"]
    _save(case, changed)


def _move_on(case: Case, author: Author, *, by: Actor, at: datetime) -> None:
    status = Status(case.status)
    if author is Author.CUSTOMER and status not in {Status.NEW, Status.OPEN}:
        reason = "customer_wrote"
    elif author is Author.STAFF and status is Status.NEW:
        reason = "staff_replied"
    else:
        return
    case.status = Status.OPEN
    case.is_open = True
    case.closed_reason = ""
    case.resolved_at = case.closed_at = None
    changed = ["status", "is_open", "closed_reason", "resolved_at", "closed_at"]
    if status not in OPEN_STATUSES:
        case.next_update_at = case.next_due_at = at + NEXT_WORD
        changed += ["next_update_at", "next_due_at"]
    _save(case, changed)
    record(
        CaseStatusChanged(
            brand=case.brand_id, case=case.id, status=Status.OPEN, previous=status, reason=reason
        ),
        by=by,
        at=at,
    )


def _save(case: Case, changed: list[str]) -> None:
    # A case that is not inserted yet takes its values along with its insert.
    if not case._state.adding:
        case.save(update_fields=changed)
