"""Destroying a file: its key first, so that no copy of the bytes can ever be read again."""

from datetime import datetime

from django.db import transaction

from muhatap.audit.recording import unit_of_work
from muhatap.files.disk import place_of
from muhatap.files.models import FileText, StoredFile
from muhatap.kernel.actors import Actor


def destroy_file(*, stored: StoredFile, by: Actor, at: datetime) -> None:
    """Destroy the key and remove the bytes; the row stays and says when."""
    with unit_of_work():
        stored.wrapped_key = b""
        stored.destroyed_at = at
        stored.save(update_fields=["wrapped_key", "destroyed_at"])
        FileText.objects.filter(file=stored).delete()
        # Only once the destruction is certain; an error before that must lose nothing.
        transaction.on_commit(lambda: place_of(stored.path).unlink(missing_ok=True))
