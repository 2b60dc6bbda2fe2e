"""Sealed bytes in the data folder: read back, and written so that a crash leaves all of them or none."""

import os
from pathlib import Path

from django.conf import settings

from muhatap.files.models import StoredFile
from muhatap.kernel.sealing import ItemKey


def read_file(*, stored: StoredFile) -> bytes:
    """The bytes of a file; `Tampered` when they are not what was stored, `LookupError` when destroyed."""
    if stored.destroyed_at is not None:
        raise LookupError(stored.id)
    key = ItemKey.unwrap(settings.MUHATAP_KEYRING, "file", bytes(stored.wrapped_key))
    return key.unseal(place_of(stored.path).read_bytes(), context=str(stored.id).encode())


def place_of(path: str) -> Path:
    """Where a stored file lies."""
    return Path(settings.MUHATAP_DATA) / "files" / path


def write_durably(target: Path, data: bytes) -> None:
    """Write a file so that it is whole on disk, or not there at all, after any crash."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError:
        # A full disk must not stay full of halves.
        part.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
