"""From a call's JSON to the message that the desk receives; every fault is found at once."""

import base64
import binascii
import difflib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.channels.adapters.api.access import Program
from muhatap.channels.adapters.api.field_inputs import Inputs, inputs_of
from muhatap.channels.adapters.api.problems import Fault, Problem
from muhatap.channels.adapters.api.schemas import AttachmentIn, CaseIn, CustomerIn, MessageIn
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.kernel.identifiers import normal_email, normal_phone
from muhatap.kernel.masking import mask
from muhatap.topics.answers import Asked, Trouble, check
from muhatap.topics.questions import Question
from muhatap.topics.shelf import Shelf, ShelvedTopic

CHANNEL = "api"

# A form asks for day and time in two inputs, a program sends one value.
_MOMENTS = {"day_missing": "moment", "time_missing": "moment", "time": "moment"}


def opening(sent: CaseIn, program: Program, shelf: Shelf) -> InboundMessage:
    """The message that opens a case; raises the problem `invalid-request` with every fault."""
    faults: list[Fault] = []
    brand, topic = program.brand, shelf.topic(sent.topic)
    if topic is None:
        faults.append(_unknown_topic(sent.topic, shelf))
    language = _language(sent.language, brand, faults)
    sender = _sender(sent.customer, faults)
    text = _text(sent.text, faults)
    fields = _fields(sent.fields or {}, topic, brand, program.at, faults)
    evidence = {item.code for item in topic.evidence} if topic else None
    files = _files(sent.attachments or [], evidence, faults)
    if faults or topic is None:
        raise Problem("invalid-request", tuple(faults))
    return InboundMessage(
        brand_id=brand.id,
        channel=CHANNEL,
        sender=sender,
        subject=sent.subject or "",
        text=text,
        received_at=program.at,
        topic=topic.code,
        language=language,
        fields=fields,
        sensitive=topic.sensitive & fields.keys(),
        files=files,
    )


def continuing(sent: MessageIn, program: Program, case_id: int, evidence: Iterable[str]) -> InboundMessage:
    """The message that goes on with a case, as the customer's word."""
    faults: list[Fault] = []
    text = _text(sent.text, faults)
    files = _files(sent.attachments or [], set(evidence), faults)
    if faults:
        raise Problem("invalid-request", tuple(faults))
    return InboundMessage(
        brand_id=program.brand.id,
        channel=CHANNEL,
        sender=Sender(),
        text=text,
        received_at=program.at,
        files=files,
        case_id=case_id,
    )


def _unknown_topic(given: str, shelf: Shelf) -> Fault:
    near = difflib.get_close_matches(given.upper(), shelf.codes, n=4, cutoff=0.4) or shelf.codes[:4]
    return Fault("topic", "unknown_topic", {"given": given, "known": ", ".join(near)})


def _language(given: str | None, brand: Brand, faults: list[Fault]) -> str:
    if given and given not in brand.languages:
        faults.append(Fault("language", "unknown_language", {"known": ", ".join(brand.languages)}))
    return given or ""


def _sender(sent: CustomerIn, faults: list[Fault]) -> Sender:
    email, phone = (sent.email or "").strip(), (sent.phone or "").strip()
    if email and normal_email(email) is None:
        faults.append(Fault("customer.email", "email"))
    if phone and normal_phone(phone) is None:
        faults.append(Fault("customer.phone", "phone"))
    if not email and not phone:
        faults.append(Fault("customer", "no_address"))
    return Sender(name=mask(sent.name).text if sent.name else "", email=email, phone=phone)


def _text(sent: str, faults: list[Fault]) -> str:
    if not sent.strip():
        faults.append(Fault("text", "required"))
    return sent


def _fields(
    sent: dict[str, Any], topic: ShelvedTopic | None, brand: Brand, at: datetime, faults: list[Fault]
) -> dict[str, Any]:
    if topic is None:
        return {}
    zone = ZoneInfo(brand.zone)
    # Numbers of programs have a decimal point whatever language the customer speaks.
    asked = Asked("en", zone, at)
    inputs = inputs_of(topic.questions, sent, zone)
    faults += [Fault(*wrong) for wrong in inputs.wrong]
    unreadable = {place.removesuffix(".absent") for place, _, _ in inputs.wrong}
    answers: dict[str, Any] = {}
    for question in topic.questions:
        # What a program leaves out is asked for later: a customer's word is never turned away for it.
        if sent.get(question.code) is None:
            continue
        answer = check(question, inputs.given, asked)
        told = (_fault(trouble, inputs, question) for trouble in answer.troubles)
        faults += [fault for fault in told if fault.field not in unreadable]
        if answer.value is not None:
            answers[question.code] = answer.value
    return answers


def _fault(trouble: Trouble, inputs: Inputs, question: Question) -> Fault:
    asked = inputs.asked.get(trouble.name, question)
    code = _MOMENTS.get(trouble.code, trouble.code)
    choices = asked.currencies if trouble.name.endswith("-currency") else [each for each, _ in asked.choices]
    params = {**trouble.params, "choices": ", ".join(choices)}
    return Fault(inputs.places.get(trouble.name, f"fields.{question.code}"), code, params)


def _files(
    sent: Sequence[AttachmentIn], evidence: set[str] | None, faults: list[Fault]
) -> tuple[InboundFile, ...]:
    files = []
    for position, each in enumerate(sent):
        place = f"attachments[{position}]"
        if each.evidence and evidence is not None and each.evidence not in evidence:
            known = {"given": each.evidence, "known": ", ".join(sorted(evidence))}
            faults.append(Fault(f"{place}.evidence", "unknown_evidence", known))
        try:
            data = base64.b64decode("".join(each.base64.split()), validate=True)
        except (binascii.Error, ValueError):
            faults.append(Fault(f"{place}.base64", "base64"))
            continue
        if not data:
            faults.append(Fault(f"{place}.base64", "file_empty"))
        files.append(InboundFile(name=mask(each.name).text, data=data, evidence=each.evidence or ""))
    return tuple(files)
