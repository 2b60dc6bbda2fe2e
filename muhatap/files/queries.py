"""Reads of stored files."""

from muhatap.files.models import StoredFile


def file_of_link(file_id: int) -> StoredFile | None:
    """The file that a verified link names, unless its bytes were destroyed."""
    return StoredFile.objects.filter(id=file_id, destroyed_at__isnull=True).first()
