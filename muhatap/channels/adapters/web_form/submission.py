"""A filled-in form, checked as a whole, and the message that it becomes: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.topics.answers import Asked, Trouble, check, reason_in
from muhatap.topics.questions import EvidenceItem, Question

CHANNEL = "web_form"
NAME, EMAIL, PHONE = "contact_name", "contact_email", "contact_phone"
STORY, WANTED, ACCOUNT = "what", "wanted", "customer_number"

_SPOKEN = frozenset({NAME, EMAIL, PHONE, STORY, WANTED})
_SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Submission:
    """What a form says: the values by question, reasons for missing evidence, and what is wrong."""

    values: Mapping[str, Any]
    reasons: Mapping[str, str]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What surrounds a form that is sent: brand, topic, language, notices, files, the moment.

    `beside` is what else the message says, such as what was tried in a guide.
    """

    brand_id: int
    topic: str
    language: str
    received_at: datetime
    wanted_label: str
    beside: str = ""
    notices: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[InboundFile, ...] = ()
    external_id: str = ""
    vault_item_id: int | None = None


def read(
    questions: Sequence[Question],
    evidence: Sequence[EvidenceItem],
    given: Mapping[str, str],
    sent: Mapping[str, int],
    asked: Asked,
) -> Submission:
    """Check every question and every item of evidence; `sent` counts the files by evidence item."""
    values: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for question in questions:
        answer = check(question, given, asked)
        troubles += answer.troubles
        if answer.value is not None:
            values[question.code] = answer.value
    reasons = {
        item.code: reason_in(given, evidence_input(item)) for item in evidence if not sent.get(item.code)
    }
    troubles += [
        Trouble(evidence_input(item), "evidence")
        for item in evidence
        if item.required and not sent.get(item.code) and not reasons[item.code]
    ]
    return Submission(values, {code: reason for code, reason in reasons.items() if reason}, tuple(troubles))


def evidence_input(item: EvidenceItem) -> str:
    """The name of the input that takes the files of an item of evidence."""
    return f"file-{item.code}"


def inbound_from(
    submission: Submission, questions: Sequence[Question], around: Circumstances
) -> InboundMessage:
    """The message of a form without troubles; identity numbers and accounts are named as sensitive."""
    values = submission.values
    fields = {code: value for code, value in values.items() if code not in _SPOKEN}
    if submission.reasons:
        fields["evidence_absent"] = dict(submission.reasons)
    sensitive = {
        each.code for each in questions if each.is_sensitive and isinstance(values.get(each.code), str)
    }
    story = _spoken(values.get(STORY))
    return InboundMessage(
        brand_id=around.brand_id,
        channel=CHANNEL,
        sender=Sender(
            name=_spoken(values.get(NAME)),
            email=_spoken(values.get(EMAIL)),
            phone=_spoken(values.get(PHONE)),
            account_no=_spoken(values.get(ACCOUNT)),
        ),
        subject=_shortened(story),
        text=_text(story, _spoken(values.get(WANTED)), around),
        topic=around.topic,
        language=around.language,
        fields=fields,
        sensitive=frozenset(sensitive),
        notices=dict(around.notices),
        files=around.files,
        external_id=around.external_id,
        vault_item_id=around.vault_item_id,
        received_at=around.received_at,
    )


def _text(story: str, wanted: str, around: Circumstances) -> str:
    asked = f"{around.wanted_label}\n{wanted}" if wanted else ""
    return "\n\n".join(part for part in (story, asked, around.beside) if part)


def _spoken(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _shortened(story: str) -> str:
    line = story.strip().split("\n")[0]
    if len(line) <= _SUBJECT:
        return line
    return line[:_SUBJECT].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
