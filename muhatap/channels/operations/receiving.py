"""The one way in: every channel hands its message here, and it becomes a case or part of one."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.brands.queries import brand_in_force
from muhatap.cases import operations as cases
from muhatap.cases.joined import lead_of
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case, Message, Participant
from muhatap.cases.people import folded
from muhatap.cases.queries import known_participant
from muhatap.cases.statuses import Author, ParticipantRole
from muhatap.channels.cleaning import Cleaned, clean
from muhatap.channels.contract import InboundMessage, Receipt
from muhatap.customers import operations as customers
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import seal
from muhatap.topics.queries import first_queue, topic_in_force


class UnknownTopic(Exception):
    """The topic does not exist in the brand, or is retired."""


def receive(*, inbound: InboundMessage, by: Actor, at: datetime) -> Receipt:
    """Open a case with the message, or add it to the case that it belongs to, and say the number."""
    cleaned = clean(inbound)
    with unit_of_work():
        case, opened = _case_for(inbound, cleaned, by=by, at=at)
        message = _post(case, inbound, cleaned, by=by, at=at)
    return Receipt(
        case_id=case.id,
        number=case.number,
        secret=secret_of(case) if opened else "",
        status=case.status,
        message_id=message.id,
        opened=opened,
    )


def _case_for(inbound: InboundMessage, cleaned: Cleaned, *, by: Actor, at: datetime) -> tuple[Case, bool]:
    if inbound.case_id is not None:
        named = Case.objects.select_related("brand", "customer", "topic").get(
            id=inbound.case_id, brand_id=inbound.brand_id
        )
        return lead_of(named), False
    brand = brand_in_force(inbound.brand_id)
    topic = topic_in_force(brand, inbound.topic) if inbound.topic else None
    if inbound.topic and topic is None:
        raise UnknownTopic(inbound.topic)
    language = inbound.language if inbound.language in brand.languages else brand.default_language
    sender = inbound.sender
    customer = customers.recognise(
        brand_id=brand.id,
        contact=customers.Contact(
            sender.name, sender.email, sender.phone, sender.account_no, language, sender.verified
        ),
        by=by,
        at=at,
    )
    sensitive = {name: inbound.fields[name] for name in inbound.sensitive if name in inbound.fields}
    case = cases.open_case(
        new=cases.NewCase(
            brand=brand,
            customer=customer,
            topic=topic,
            queue=topic.queue if topic else first_queue(brand),
            subject=cleaned.subject,
            channel=inbound.channel,
            kind=topic.kind if topic else "request",
            priority=topic.priority if topic else 4,
            language=language,
            received_at=inbound.received_at,
            next_step="first_reply",
            fields=cleaned.fields,
            sealed_fields=_sealed(sensitive, customer.id),
            evidence=frozenset(file.evidence for file in inbound.files if file.evidence),
            notices=inbound.notices,
        ),
        by=by,
        at=at,
    )
    return case, True


def _sealed(values: dict[str, Any], customer_id: int) -> bytes:
    if not values:
        return b""
    data = json.dumps(values, ensure_ascii=False).encode()
    return seal(settings.MUHATAP_KEYRING, "case-fields", data, context=str(customer_id).encode())


def _post(case: Case, inbound: InboundMessage, cleaned: Cleaned, *, by: Actor, at: datetime) -> Message:
    stored: list[tuple[StoredFile, str]] = [
        (
            files.store_file(brand_id=case.brand_id, name=file.name, data=file.data, by=by, at=at),
            file.evidence,
        )
        for file in inbound.files
    ]
    participant = _participant(case, inbound)
    # Whoever got a blind copy answers to staff alone: the others do not know of him.
    is_hidden = participant is not None and participant.role == ParticipantRole.BLIND
    return cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.NOTE if is_hidden else Author.CUSTOMER,
            channel=inbound.channel,
            text=cleaned.text,
            html=cleaned.html,
            quoted=cleaned.quoted,
            masked=cleaned.found,
            files=stored,
            external_id=inbound.external_id,
            vault_item_id=inbound.vault_item_id,
            participant=participant,
        ),
        by=by,
        at=at,
    )


def _participant(case: Case, inbound: InboundMessage) -> Participant | None:
    """Who of the participants wrote this; None for the customer and in a new case."""
    email = folded(inbound.sender.email)
    if inbound.case_id is None or not email or email == folded(case.customer_email):
        return None
    return known_participant(case, email)
