"""Films of articles: public bytes in the data folder, named by what they are; MP4 and WebM only."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from muhatap.kernel.stores.sharing import fetched, share

BYTES_AT_MOST = 200 * 1024 * 1024
PART_AT_MOST = 4 * 1024 * 1024
_KINDS = (("video/mp4", "mp4"), ("video/webm", "webm"))


class NoFilm(ValueError):
    """The bytes are no film that browsers show; `code` is `kind` or `size`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def keep_film(data: bytes) -> dict[str, Any]:
    """Keep a film and say what it is; the same bytes are kept once. `NoFilm`."""
    if len(data) > BYTES_AT_MOST:
        raise NoFilm("size")
    kind, ending = _kind_of(data)
    digest = hashlib.sha256(data).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{digest}.{ending}"
    if not path.exists():
        fresh = folder / f".{digest}.{os.getpid()}"
        fresh.write_bytes(data)
        fresh.replace(path)
        share(path)
    return {"sha256": digest, "type": kind, "size": len(data)}


def path_of(video: Mapping[str, Any]) -> Path | None:
    """Where the bytes of a film lie; None where they are not there."""
    ending = dict(_KINDS).get(video.get("type", ""), "")
    if not ending:
        return None
    path = fetched(_folder() / f"{Path(video.get('sha256', '')).name}.{ending}")
    return path if path.is_file() else None


def part_of(path: Path, start: int, last: int) -> bytes:
    """The bytes from `start` to `last`, both counted in."""
    with path.open("rb") as film:
        film.seek(start)
        return film.read(last - start + 1)


def _kind_of(data: bytes) -> tuple[str, str]:
    if data[4:8] == b"ftyp":
        return _KINDS[0]
    if data[:4] == b"\x1aE\xdf\xa3" and b"webm" in data[:64]:
        return _KINDS[1]
    raise NoFilm("kind")


def _folder() -> Path:
    return Path(settings.MUHATAP_DATA) / "help" / "films"
