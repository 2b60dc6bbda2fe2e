"""Keeping a file behind a stricter door: no link opens it any more."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor


def guard_file(*, stored: StoredFile, by: Actor, at: datetime) -> None:
    """Take away every way to a file but the one through its evidence, also links given out before."""
    with unit_of_work():
        stored.is_guarded = True
        if not stored._state.adding:
            stored.save(update_fields=["is_guarded"])
