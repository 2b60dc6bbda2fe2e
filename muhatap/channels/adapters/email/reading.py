"""What staff will see of a mail: its words, its files, and what had to be left out."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from muhatap.cases.models import Message
from muhatap.channels.adapters.email.intake import known_id
from muhatap.channels.adapters.email.languages import language_of
from muhatap.channels.adapters.email.parsed import Attachment, ParsedMail
from muhatap.channels.contract import InboundFile, InboundMessage, Sender
from muhatap.channels.models import VaultItem
from muhatap.files.types import RefusedType, type_of
from muhatap.topics.queries import topic_in_force

MAX_TEXT = 200_000
MAX_FILES = 100
_FALLBACK_TOPIC = "OTHER"
_UNREADABLE = ("unparsed:", "too-big")


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """An attachment that is not kept with the case: `code` is `type`, `too_large` or `too_many`."""

    name: str
    code: str
    detail: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail, ready to become a message."""

    sender: Sender
    subject: str
    text: str
    html: str
    quoted: str
    language: str
    topic: str
    message_id: str
    files: tuple[InboundFile, ...]
    refused: tuple[RefusedFile, ...]

    def inbound(self, item: VaultItem, case_id: int | None, *, is_proved: bool = False) -> InboundMessage:
        """The message as every channel hands it over; `is_proved` says that the sender is who she says."""
        return InboundMessage(
            brand_id=item.brand_id,
            channel="email",
            sender=replace(self.sender, verified=is_proved),
            subject=self.subject,
            text=self.text,
            html=self.html,
            quoted=self.quoted,
            topic=self.topic,
            language=self.language,
            files=self.files,
            external_id=self.message_id,
            case_id=case_id,
            vault_item_id=item.id,
            received_at=item.stored_at,
        )

    def is_repeated_id(self, brand_id: int) -> bool:
        """Whether another mail of the brand came under the same Message-ID."""
        if not self.message_id:
            return False
        found = Message.objects.filter(external_id=self.message_id, case__brand_id=brand_id)
        # Said twice, because SQLite uses an index over a part only where the question names that part.
        return found.exclude(external_id="").exists()


def read(mail: ParsedMail, raw: bytes, item: VaultItem) -> Reading:
    """The mail in words; what could not be understood is attached as it came."""
    files, refused = _sorted_files(mail.attachments)
    with translation.override(item.brand.default_language):
        text, is_whole = _text(mail, item)
        if not is_whole and raw:
            files = (InboundFile(_("original-mail.eml"), raw), *files)
            files, left = _kept(files)
            refused += left
        sender = Sender(name=mail.from_name or mail.from_email, email=mail.from_email)
        subject = mail.subject or ("" if is_whole and mail.text else _("(no subject)"))
    return Reading(
        sender=sender,
        subject=subject,
        text=text,
        html="" if mail.quoted_text or not is_whole else mail.html,
        quoted=mail.quoted_text[:MAX_TEXT],
        language=language_of(f"{mail.subject}\n{mail.reply_text or mail.text}"),
        topic=_topic(item),
        message_id=known_id(mail.message_id),
        files=files,
        refused=refused,
    )


def _text(mail: ParsedMail, item: VaultItem) -> tuple[str, bool]:
    """The words, and whether they are all of what was sent."""
    text = mail.reply_text or mail.text
    if item.reason.startswith("truncated:"):
        notice = _("This mail is larger than we take; only its beginning was fetched and is attached.")
        return f"{notice}\n\n{text[:MAX_TEXT]}".strip(), False
    if any(defect.startswith(_UNREADABLE) for defect in mail.defects):
        notice = _("This mail could not be read. It is attached exactly as it came.")
        return f"{notice}\n\n{text[:MAX_TEXT]}".strip(), False
    if len(text) > MAX_TEXT:
        notice = _("This mail is very long; its beginning is below, and all of it is attached.")
        return f"{notice}\n\n{text[:MAX_TEXT]}", False
    if text.strip():
        return text, True
    if mail.attachments:
        return _("(no text, only attachments)"), True
    return _("This mail has no text. It is attached exactly as it came."), False


def _sorted_files(found: tuple[Attachment, ...]) -> tuple[tuple[InboundFile, ...], tuple[RefusedFile, ...]]:
    return _kept(tuple(InboundFile(one.name or "attachment", one.data) for one in found if one.data))


def _kept(found: tuple[InboundFile, ...]) -> tuple[tuple[InboundFile, ...], tuple[RefusedFile, ...]]:
    kept: list[InboundFile] = []
    refused: list[RefusedFile] = []
    for file in found:
        code, detail = _refusal(file)
        if not code and len(kept) >= MAX_FILES:
            code = "too_many"
        if code:
            refused.append(RefusedFile(file.name, code, detail, file.data))
        else:
            kept.append(file)
    return tuple(kept), tuple(refused)


def _refusal(file: InboundFile) -> tuple[str, str]:
    if len(file.data) > settings.MUHATAP_MAX_UPLOAD_BYTES:
        return "too_large", str(len(file.data))
    try:
        type_of(file.data, file.name)
    except RefusedType as refusal:
        return "type", refusal.content_type
    return "", ""


def _topic(item: VaultItem) -> str:
    said = item.mailbox.state.get("topic", "") if item.mailbox else ""
    for code in (said, _FALLBACK_TOPIC):
        if code and topic_in_force(item.brand, code):
            return code
    return ""
