"""Erasing what was written, lawfully: the words and files go, the chain keeps their place."""

from datetime import datetime

from muhatap.audit.operations import erase_fields
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import search
from muhatap.cases.events import ContentErased
from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.reindexing import ask_for_purge
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications


def erase_message(*, message: Message, reason: str, by: Actor, at: datetime) -> None:
    """Erase a message's text and files for good and record that it was done, by whom and why."""
    if message.erased_at is not None:
        return
    with unit_of_work():
        erased = erase_fields(
            stream_id=message.case_id,
            content={"message": str(message.id)},
            fields=frozenset({"content_digest", "words"}),
            by=by,
            at=at,
        )
        message.text = message.html = message.quoted = ""
        message.masked = []
        message.erased_at = at
        message.save(update_fields=["text", "html", "quoted", "masked", "erased_at"])
        search.remove_message(message.id)
        for attachment in message.attachments.select_related("file"):
            files.destroy_file(stored=attachment.file, by=by, at=at)
            _forget_elsewhere(attachment)
        ask_for_purge(at=at)
        if not Message.objects.filter(case=message.case, id__lt=message.id).exists():
            erased += _erase_subject(message.case, by=by, at=at)
        record(
            ContentErased(
                brand=message.case.brand_id,
                case=message.case_id,
                message=message.id,
                reason=reason,
                events=tuple(erased),
            ),
            by=by,
            at=at,
        )


def _forget_elsewhere(attachment: Attachment) -> None:
    """Another message that brought the same file is no longer found by the file's words."""
    others = Attachment.objects.filter(file_id=attachment.file_id).exclude(message_id=attachment.message_id)
    for message_id in others.values_list("message_id", flat=True):
        search.refresh_message(message_id)


def _erase_subject(case: Case, *, by: Actor, at: datetime) -> list[int]:
    """The subject came with the first message, or was taken from it; the number stands in its place."""
    case.subject = case.number
    case.save(update_fields=["subject"])
    search.refresh_case(case)
    notifications.forget_subject(case_id=case.id, by=by, at=at)
    return erase_fields(
        stream_id=case.id, content={"number": case.number}, fields=frozenset({"subject"}), by=by, at=at
    )
