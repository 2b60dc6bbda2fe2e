"""Which of the files that were sent can be kept, and why the others cannot."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from muhatap.channels.contract import InboundFile
from muhatap.files.operations import FileRefused
from muhatap.files.types import RefusedType, type_of


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
    for upload in uploads:
        name = upload.name or "file"
        try:
            data = read_upload(upload)
            type_of(data, name)
        except FileRefused as refusal:
            refused.append(refusal)
        except RefusedType as refusal:
            refused.append(FileRefused("type", name, refusal.content_type))
        else:
            kept.append(InboundFile(name, data))
    return tuple(kept), refused
