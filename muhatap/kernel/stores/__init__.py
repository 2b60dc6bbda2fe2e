"""Where sealed bytes lie: a folder of this machine, a folder that nodes share, or a bucket that speaks S3.

Bytes are sealed before they come here, so whoever keeps them reads nothing. A place behaves as a path does,
as far as it goes: `read_bytes`, `exists`, `unlink`. What is destroyed there was unreadable before: its key is
destroyed with the row.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings

# Loaded only where it is used.
_BUCKET = "muhatap.kernel.stores.bucket"


class StoreAway(OSError):
    """A store of another machine does not answer, or refuses; nothing of it was written."""


class Place(Protocol):
    """Where one item lies."""

    @property
    def name(self) -> str:
        """The last part of where it is."""

    def read_bytes(self) -> bytes:
        """All of it; `FileNotFoundError`, `StoreAway`."""

    def exists(self) -> bool:
        """Whether it is there; `StoreAway`."""

    def unlink(self, missing_ok: bool = False) -> None:
        """Take it away."""


class Part(Protocol):
    """An item that is being written: first `secure`, then `appear`; `discard` until all is over."""

    def secure(self) -> None:
        """Have it where no crash can take it; `OSError`."""

    def appear(self) -> None:
        """Let it be read under its name."""

    def discard(self) -> None:
        """Leave nothing of it."""


def place_in(shelf: str, path: str) -> Place:
    """Where an item of a shelf (`files`, `vault`, `archive`, …) lies, as the installation says."""
    url = settings.MUHATAP_FILES_URL
    if url.startswith("s3:"):
        return cast(Place, _bucket().place_at(url, f"{shelf}/{path}"))
    return root() / shelf / path


def root() -> Path:
    """The folder of the shelves, where they are folders."""
    url = settings.MUHATAP_FILES_URL
    return Path(unquote(urlsplit(url).path)) if url.startswith("file:") else Path(settings.MUHATAP_DATA)


def begin(place: Place, data: bytes) -> Part:
    """Begin to write an item; the same on a folder and on a bucket."""
    if isinstance(place, Path):
        return cast(Part, import_module("muhatap.kernel.stores.folder").FilePart(place, data))
    return cast(Part, _bucket().BucketPart(place, data))


def read_piece(place: Place, start: int, size: int) -> bytes:
    """At most `size` bytes from `start` on, without reading the rest."""
    if isinstance(place, Path):
        with place.open("rb") as file:
            file.seek(start)
            return file.read(size)
    return cast(bytes, _bucket().read_piece(place, start, size))


def trouble() -> str:
    """Why the store does not take and give back a word; empty when it does."""
    place = place_in("probe", "word")
    try:
        part = begin(place, b"muhatap")
        part.secure()
        part.appear()
        is_right = place.read_bytes() == b"muhatap"
        place.unlink(missing_ok=True)
    except OSError as error:
        return f"{type(error).__name__}: {error}"[:300]
    return "" if is_right else "it gave back other bytes than it was given"


def _bucket() -> Any:
    return import_module(_BUCKET)
