"""Keeping bytes: typed by their content, sealed with their own key, safe on disk before the row says so."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings

from muhatap.audit.recording import unit_of_work
from muhatap.files.disk import place_of, write_durably
from muhatap.files.models import StoredFile
from muhatap.files.types import RefusedType, type_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.kernel.sealing import ItemKey


class FileRefused(Exception):
    """A file that cannot be kept: `code` says why (`empty`, `too_large`, `type`), `name` which."""

    def __init__(self, code: str, name: str, detail: str = "") -> None:
        super().__init__(f"{name}: {code} {detail}".strip())
        self.code = code
        self.name = name
        self.detail = detail


def store_file(*, brand_id: int, name: str, data: bytes, by: Actor, at: datetime) -> StoredFile:
    """Seal the bytes into the data folder and return their row, which the unit of work will insert."""
    if not data:
        raise FileRefused("empty", name)
    if len(data) > settings.MUHATAP_MAX_UPLOAD_BYTES:
        raise FileRefused("too_large", name, str(settings.MUHATAP_MAX_UPLOAD_BYTES))
    try:
        content_type = type_of(data, name)
    except RefusedType as refusal:
        raise FileRefused("type", name, refusal.content_type) from refusal
    key = ItemKey.new()
    with unit_of_work() as unit:
        stored = StoredFile(
            brand_id=brand_id,
            name=_plain_name(name),
            content_type=content_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            wrapped_key=key.wrap(settings.MUHATAP_KEYRING, "file"),
            stored_at=at,
        )
        stored.path = f"{stored.id % 256:02x}/{stored.id}"
        write_durably(place_of(stored.path), key.seal(data, context=str(stored.id).encode()))
        unit.add(stored)
    return stored


def _plain_name(name: str) -> str:
    last = Path(name.replace("\\", "/")).name
    return mask(last).text if last.strip(".") else "file"
