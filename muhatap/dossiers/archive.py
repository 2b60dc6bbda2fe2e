"""Writing the ZIP: every file with its digest, the same bytes for the same content and moment."""

import hashlib
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Self, cast

from django.conf import settings

_IN_MEMORY = 4 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = (".zip", ".gz", ".png", ".jpg", ".jpeg", ".webp", ".heic", ".mp4", ".docx", ".xlsx", ".pdf")


class Archive:
    """A ZIP in the making; `entries` are the paths, sizes and SHA-256 of what was put in so far."""

    def __init__(self, into: BinaryIO, at: datetime) -> None:
        self.entries: list[dict[str, object]] = []
        self._zip = zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED)
        # The format counts from 1980 and knows no zone.
        self._moment = max(_EARLIEST, at.astimezone(UTC).timetuple()[:6])

    def put(self, path: str, pieces: Iterable[bytes]) -> str:
        """Write a file piece by piece and return its SHA-256 (hex)."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(path, self._moment)
        entry.external_attr = 0o100644 << 16
        entry.create_system = 3
        is_packed = path.lower().endswith(_PACKED_ALREADY)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.entries.append({"path": path, "size": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()


def scratch_file() -> BinaryIO:
    """A file without a name in the data folder, in memory while it is small, gone when it is closed."""
    return cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY, dir=settings.MUHATAP_DATA))
