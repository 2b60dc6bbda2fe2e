"""The files of a form: those that can be kept, and in words why the others cannot."""

from collections.abc import Iterable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from muhatap.channels.contract import InboundFile
from muhatap.files.types import RefusedType, type_of
from muhatap.ui.furniture import size_words


def read_uploads(uploads: Iterable[UploadedFile]) -> tuple[tuple[InboundFile, ...], tuple[str, ...]]:
    """The uploads as files, and one sentence for each that is empty, too large or a program."""
    kept: list[InboundFile] = []
    refused: list[str] = []
    for upload in uploads:
        name = {"name": upload.name or _("file")}
        if not upload.size:
            refused.append(_("%(name)s is empty. Choose the file again.") % name)
        elif upload.size > settings.MUHATAP_MAX_UPLOAD_BYTES:
            size = size_words(settings.MUHATAP_MAX_UPLOAD_BYTES)
            refused.append(
                _("%(name)s is too large. Send at most %(size)s per file.") % {**name, "size": size}
            )
        else:
            data = upload.read()
            try:
                type_of(data, name["name"])
            except RefusedType:
                refused.append(
                    _(
                        "%(name)s is a program or script, which we do not accept. "
                        "Send a picture, PDF or document."
                    )
                    % name
                )
            else:
                kept.append(InboundFile(name["name"], data))
    return tuple(kept), tuple(refused)
