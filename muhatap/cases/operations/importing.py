"""Taking a case over from another desk: as it stood there, in the past, without starting anything."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext, override

from muhatap.accounts.models import Staff
from muhatap.audit.chain import stamp
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import search
from muhatap.cases.content import content_digest
from muhatap.cases.counters import next_counter
from muhatap.cases.import_events import CaseImported, MessageImported
from muhatap.cases.keys import numbering
from muhatap.cases.models import Attachment, Case, CaseTag, Message
from muhatap.cases.operations.handling import NEXT_WORD
from muhatap.cases.statuses import OPEN_STATUSES, Author, ClosedReason, Kind, Status
from muhatap.cases.tags import MOST, tag_of, with_tags, word_of
from muhatap.customers.models import Customer
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue

CHANNEL = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class OldMessage:
    """What was written at the other desk; masked already."""

    author: Author
    text: str
    at: datetime
    staff: Staff | None = None
    masked: Sequence[dict[str, object]] = ()
    files: Sequence[StoredFile] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OldCase:
    """A case as it stood at the other desk."""

    source: str
    foreign_id: str
    brand: Brand
    customer: Customer
    queue: Queue
    subject: str
    status: Status
    priority: int
    language: str
    received_at: datetime
    updated_at: datetime
    owner: Staff | None = None
    tags: Sequence[str] = ()
    messages: Sequence[OldMessage] = field(default_factory=tuple)


def import_case(*, old: OldCase, by: Actor, at: datetime) -> Case:
    """Take a case over: no promise starts, nobody is written to, no rule and no measure sees it.

    An open one waits in its queue and is due within the usual time for a next word, counted from now.
    """
    tags = with_tags((), [tag for each in old.tags if (tag := tag_of(each))])[:MOST]
    with unit_of_work() as unit:
        case = _case(old, tags, at)
        unit.add(case)
        search.add_case(case)
        unit.add(*(CaseTag(brand=old.brand, case=case, word=word_of(tag), tag=tag) for tag in tags))
        record(_imported(case, old), by=by, at=at)
        for place, each in enumerate(old.messages):
            _import_message(case, each, is_first=place == 0, by=by, at=at)
    return case


def _case(old: OldCase, tags: Sequence[str], at: datetime) -> Case:
    is_open = old.status in OPEN_STATUSES
    last = {
        who: max((each.at for each in old.messages if each.author is who), default=None)
        for who in (Author.CUSTOMER, Author.STAFF)
    }
    with override(old.language):
        step = gettext("Taken over from another desk")
    return Case(
        brand=old.brand,
        number=numbering().number(at.year, next_counter(at.year)),
        customer=old.customer,
        first_customer_id=old.customer.known_as,
        subject=old.subject,
        status=old.status,
        is_open=is_open,
        kind=Kind.REQUEST,
        priority=old.priority,
        queue=old.queue,
        owner=old.owner,
        channel=CHANNEL,
        language=old.language,
        received_at=old.received_at,
        updated_at=old.updated_at,
        next_step=step,
        next_update_at=at + NEXT_WORD,
        next_due_at=at + NEXT_WORD,
        customer_wrote_at=last[Author.CUSTOMER],
        staff_wrote_at=last[Author.STAFF],
        resolved_at=None if is_open else old.updated_at,
        closed_at=old.updated_at if old.status is Status.CLOSED else None,
        closed_reason=ClosedReason.SOLVED if old.status is Status.CLOSED else "",
        message_count=len(old.messages),
        charter_number=old.brand.charter_number,
        tags=list(tags),
    )


def _imported(case: Case, old: OldCase) -> CaseImported:
    return CaseImported(
        brand=case.brand_id,
        case=case.id,
        number=case.number,
        subject=case.subject,
        source=old.source,
        foreign_id=old.foreign_id,
        status=case.status,
        case_kind=case.kind,
        priority=case.priority,
        queue=case.queue_id,
        owner=case.owner_id,
        customer=case.customer_id,
        language=case.language,
        tags=tuple(case.tags),
        received_at=case.received_at,
    )


def _import_message(case: Case, old: OldMessage, *, is_first: bool, by: Actor, at: datetime) -> None:
    with unit_of_work() as unit:
        message = Message(
            case=case,
            author=old.author,
            staff=old.staff,
            channel=CHANNEL,
            language=case.language,
            text=old.text,
            masked=list(old.masked),
            at=old.at,
        )
        unit.add(message)
        unit.add(*(Attachment(message=message, case=case, file=file) for file in old.files))
        names = [file.name for file in old.files]
        search.add_message(message=message, case=case, is_first=is_first, read_in_files=names)
        record(
            MessageImported(
                brand=case.brand_id,
                case=case.id,
                message=message.id,
                author=old.author,
                channel=CHANNEL,
                language=case.language,
                files=len(old.files),
                written_at=stamp(old.at),
                content_digest=content_digest(old.text, [file.sha256 for file in old.files]),
            ),
            by=by,
            at=at,
        )
