"""Which of the files that were sent can be kept, and why the others cannot."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from muhatap.channels.contract import InboundFile
from muhatap.files.operations import FileRefused
from muhatap.files.types import RefusedType, type_of
from muhatap.portal.keys import MOST_BYTES


def read_upload(upload: UploadedFile) -> bytes:
    """The bytes of one upload; `FileRefused` before anything too large is read."""
    name = upload.name or "file"
    if not upload.size:
        raise FileRefused("empty", name)
    if upload.size > settings.MUHATAP_MAX_UPLOAD_BYTES:
        raise FileRefused("too_large", name, str(settings.MUHATAP_MAX_UPLOAD_BYTES))
    return upload.read()


def sorted_uploads(uploads: Iterable[UploadedFile]) -> tuple[tuple[InboundFile, ...], list[FileRefused]]:
    """The uploads that can be kept, and the refusals of the others."""
    kept: list[InboundFile] = []
    refused: list[FileRefused] = []
    room = MOST_BYTES
    for upload in uploads:
        name = upload.name or "file"
        room -= upload.size or 0
        try:
            _refuse_too_much(name, len(kept), room)
            data = read_upload(upload)
            type_of(data, name)
        except FileRefused as refusal:
            refused.append(refusal)
        except RefusedType as refusal:
            refused.append(FileRefused("type", name, refusal.content_type))
        else:
            kept.append(InboundFile(name, data))
    return tuple(kept), refused


def _refuse_too_much(name: str, kept: int, room: int) -> None:
    if kept >= settings.MUHATAP_MAX_FILES:
        raise FileRefused("too_many", name, str(settings.MUHATAP_MAX_FILES))
    if room < 0:
        raise FileRefused("too_large_together", name, str(MOST_BYTES))
