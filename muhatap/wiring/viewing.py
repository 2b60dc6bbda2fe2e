"""What is put on record when staff open a file by its link."""

from django.utils import timezone

from muhatap.accounts.models import Staff
from muhatap.evidence import operations as evidence
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor


def note_file_opened(stored: StoredFile, staff: Staff) -> None:
    """Write into the log of viewings that she opened the evidence that this file is."""
    evidence.note_file_opened(stored=stored, by=Actor.staff(staff.pk), at=timezone.now())
