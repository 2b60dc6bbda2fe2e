"""Sealed bytes where the installation keeps them: written so that a crash leaves all of them or none."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from muhatap.files.models import StoredFile
from muhatap.kernel import stores
from muhatap.kernel.sealing import ItemKey
from muhatap.kernel.stores.folder import FilePart, sync

_AT_ONCE = 8


def read_file(*, stored: StoredFile) -> bytes:
    """The bytes of a file; `Tampered` when they are not what was stored, `LookupError` when destroyed."""
    if stored.destroyed_at is not None:
        raise LookupError(stored.id)
    key = ItemKey.unwrap(settings.MUHATAP_KEYRING, "file", bytes(stored.wrapped_key))
    return key.unseal(place_of(stored.path).read_bytes(), context=str(stored.id).encode())


def place_of(path: str) -> stores.Place:
    """Where a stored file lies."""
    return stores.place_in("files", path)


def write_durably(target: stores.Place, data: bytes) -> None:
    """Write an item so that it is whole where it belongs, or not there at all, after any crash.

    Inside `written_together` it is there, and durable, when that block ends.
    """
    part = stores.begin(target, data)
    if _block.parts is not None:
        _block.parts.append(part)
    else:
        _finish([part])


@contextmanager
def written_together() -> Iterator[None]:
    """Bring to disk at the end, and at once, what is written in the block; nothing of it when it fails."""
    if _block.parts is not None:
        yield
        return
    _block.parts = parts = []
    try:
        yield
    except BaseException:
        _discard(parts)
        raise
    finally:
        _block.parts = None
    _finish(parts)


class _Block(threading.local):
    parts: list[stores.Part] | None = None


_block = _Block()


def _finish(parts: list[stores.Part]) -> None:
    try:
        _each(lambda part: part.secure(), parts)
        for part in parts:
            part.appear()
    except OSError:
        _discard(parts)
        raise
    _each(sync, list({part.place.parent for part in parts if isinstance(part, FilePart)}))


def _discard(parts: list[stores.Part]) -> None:
    for part in parts:
        part.discard()


def _each(work: Callable[[Any], None], items: Sequence[Any]) -> None:
    """Several at once, because a disk takes many requests in the time of one."""
    if len(items) < 2:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(min(_AT_ONCE, len(items)), "sync") as pool:
        list(pool.map(work, items))
