"""Logging a contact by hand: a case with its number, and where it was one, the record of a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import complaint_of
from muhatap.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who said what by which way; as a complaint with its points, the remedy sought and when it was heard."""

    brand_id: int
    topic: str
    channel: str
    sender: Sender
    subject: str
    text: str
    heard_at: datetime
    is_complaint: bool = False
    points: Sequence[str] = ()
    remedy_sought: str = ""


def log_contact(*, contact: Contact, by: Actor, at: datetime) -> Case:
    """Open the case of a contact; a complaint is registered with it or nothing is kept at all."""
    with unit_of_work() as unit:
        receipt = channels.receive(
            inbound=InboundMessage(
                brand_id=contact.brand_id,
                channel=contact.channel,
                sender=contact.sender,
                subject=contact.subject,
                text=contact.text,
                topic=contact.topic,
                received_at=contact.heard_at,
            ),
            by=by,
            at=at,
        )
        unit.flush()
        case = Case.objects.select_related("brand", "customer", "queue", "topic").get(id=receipt.case_id)
        if contact.is_complaint:
            _register(case, contact, by=by, at=at)
    return case


def _register(case: Case, contact: Contact, *, by: Actor, at: datetime) -> None:
    known = complaint_of(case)
    if known is None:
        expressed = complaints.Expressed(
            at=contact.heard_at,
            origin="contact",
            channel=contact.channel,
            points=contact.points,
            remedy_sought=contact.remedy_sought,
        )
        complaints.register(case=case, expressed=expressed, by=by, at=at)
    else:
        complaints.split_points(
            complaint=known,
            points=contact.points,
            remedy_sought=contact.remedy_sought,
            by=by,
            at=at,
        )
