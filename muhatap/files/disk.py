"""Sealed bytes in the data folder: read back, and written so that a crash leaves all of them or none."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from muhatap.files.models import StoredFile
from muhatap.kernel.sealing import ItemKey

_AT_ONCE = 8


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
    """Write a file so that it is whole on disk, or not there at all, after any crash.

    Inside `written_together` it is there, and on disk, when that block ends.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
    except OSError:
        # A full disk must not stay full of halves.
        part.unlink(missing_ok=True)
        raise
    if _block.parts is not None:
        _block.parts.append((part, target))
    else:
        _finish([(part, target)])


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
    parts: list[tuple[Path, Path]] | None = None


_block = _Block()


def _finish(parts: list[tuple[Path, Path]]) -> None:
    try:
        _each(_sync, [part for part, _ in parts])
        for part, target in parts:
            part.replace(target)
    except OSError:
        _discard(parts)
        raise
    _each(_sync, list({target.parent for _, target in parts}))


def _discard(parts: list[tuple[Path, Path]]) -> None:
    for part, _ in parts:
        part.unlink(missing_ok=True)


def _each(work: Callable[[Path], None], paths: list[Path]) -> None:
    """Several at once, because a disk takes many requests in the time of one."""
    if len(paths) < 2:
        for path in paths:
            work(path)
        return
    with ThreadPoolExecutor(min(_AT_ONCE, len(paths)), "sync") as pool:
        list(pool.map(work, paths))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
