"""Opening cases at the desk: another matter that a customer raised, and a mail that staff writes first."""

from dataclasses import dataclass
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.contract import InboundFile
from muhatap.customers import operations as customers
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.promises import operations as promises
from muhatap.topics.models import Topic

SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMail:
    """A mail with which staff opens a case: to whom, about what, in which language."""

    brand: Brand
    topic: Topic
    email: str
    name: str
    subject: str
    text: str
    language: str
    files: tuple[InboundFile, ...] = ()


def raise_as_new_case(
    *, case: Case, message: Message, topic: Topic, subject: str, by: Actor, at: datetime
) -> Case:
    """Open a case for another matter that the customer raised in a message, with a copy of it, both linked.

    The promises count from when the customer wrote; the acknowledgement tells the new number.
    """
    with unit_of_work():
        newer = cases.open_case(
            new=cases.NewCase(
                brand=case.brand,
                customer=case.customer,
                topic=topic,
                queue=topic.queue,
                subject=mask(subject).text,
                channel=message.channel,
                kind=topic.kind,
                priority=topic.priority,
                language=case.language,
                received_at=at,
                next_step="first_reply",
            ),
            by=by,
            at=at,
        )
        # Before the copy is posted: the acknowledgement that follows it tells these limits.
        promises.count_from(case=newer, started_at=message.at, by=by, at=at)
        copy = cases.post_message(
            case=newer,
            new=cases.NewMessage(
                author=Author.CUSTOMER,
                channel=message.channel,
                text=message.text,
                html=message.html,
                quoted=message.quoted,
                masked=message.masked,
                files=_copied(message, case, by=by, at=at),
            ),
            by=by,
            at=at,
        )
        cases.link_cases(older=case, newer=newer, reason=SPLIT, messages=(message, copy), by=by, at=at)
    return newer


def write_first(*, mail: FirstMail, staff: Staff, by: Actor, at: datetime) -> Case:
    """Open a case with a mail to a customer, who gets its number and answers into it."""
    masked = mask(mail.text)
    with unit_of_work() as unit:
        customer = customers.recognise(
            brand_id=mail.brand.id,
            contact=customers.Contact(mail.name, mail.email, "", "", mail.language, False),
            by=by,
            at=at,
        )
        case = cases.open_case(
            new=cases.NewCase(
                brand=mail.brand,
                customer=customer,
                topic=mail.topic,
                queue=mail.topic.queue,
                subject=mask(mail.subject).text,
                channel="email",
                kind=mail.topic.kind,
                priority=mail.topic.priority,
                language=mail.language,
                received_at=at,
                next_step="first_reply",
            ),
            by=by,
            at=at,
        )
        cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.STAFF,
                channel="email",
                text=masked.text,
                masked=[{"kind": item.kind, "start": item.start, "end": item.end} for item in masked.found],
                files=[
                    (files.store_file(brand_id=case.brand_id, name=one.name, data=one.data, by=by, at=at), "")
                    for one in mail.files
                ],
            ),
            by=by,
            at=at,
        )
        unit.flush()
        cases.assign(case=case, owner=staff, by=by, at=at)
    return case


def _copied(message: Message, case: Case, *, by: Actor, at: datetime) -> list[tuple[StoredFile, str]]:
    """Copies of the files, so that erasing them in one case leaves the other as it is."""
    kept = message.attachments.filter(file__destroyed_at__isnull=True).select_related("file").order_by("id")
    return [
        (
            files.store_file(
                brand_id=case.brand_id,
                name=each.file.name,
                data=files.read_file(stored=each.file),
                by=by,
                at=at,
            ),
            each.evidence,
        )
        for each in kept
    ]
