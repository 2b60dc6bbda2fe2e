"""Finished files of the data folder that the other nodes need too: given to the store once, fetched once.

They never change under their name, so a copy here is as good as the one there.
"""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from muhatap.kernel.stores import Place, StoreAway, begin, place_in
from muhatap.kernel.stores.folder import FilePart

_ASK_AGAIN_SECONDS = 60.0
_missed: dict[Path, float] = {}
_MOST_MISSED = 10_000


def share(path: Path) -> None:
    """Let other nodes have a finished file of the data folder; nothing where there are none. `OSError`."""
    place = _there(path)
    if place is not None:
        part = begin(place, path.read_bytes())
        part.secure()
        part.appear()


def fetched(path: Path) -> Path:
    """The same path, where the file lies now if any node has made it; `StoreAway`."""
    place = None if path.exists() else _there(path)
    if place is None or time.monotonic() < _missed.get(path, 0.0):
        return path
    try:
        part = FilePart(path, place.read_bytes())
    except FileNotFoundError:
        if len(_missed) >= _MOST_MISSED:
            _missed.clear()
        # Pages ask for what may never come.
        _missed[path] = time.monotonic() + _ASK_AGAIN_SECONDS
        return path
    part.secure()
    part.appear()
    return path


def forget(path: Path) -> None:
    """Take a file away, here and there."""
    path.unlink(missing_ok=True)
    place = _there(path)
    if place is not None:
        with suppress(StoreAway):
            place.unlink(missing_ok=True)


def _there(path: Path) -> Place | None:
    data = Path(settings.MUHATAP_DATA)
    if not settings.MUHATAP_FILES_URL or not path.is_relative_to(data):
        return None
    shelf, *rest = path.relative_to(data).parts
    return place_in(shelf, "/".join(rest))
