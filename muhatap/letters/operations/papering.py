"""Keeping the PDF of a letter with the message that went."""

from datetime import datetime

from muhatap.cases.models import Case
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor


def keep_paper(*, case: Case, pdf: bytes, by: Actor, at: datetime) -> list[tuple[StoredFile, str]]:
    """The PDF as a file that goes with the message, and so into the sealed file; nothing where none is."""
    if not pdf:
        return []
    name = f"{case.number}-{at:%Y-%m-%d}.pdf"
    return [(files.store_file(brand_id=case.brand_id, name=name, data=pdf, by=by, at=at), "")]
