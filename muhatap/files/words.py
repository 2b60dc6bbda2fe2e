"""Reading the words of files, so that they are found by what they say: bounded, apart, masked."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from muhatap.audit.recording import unit_of_work
from muhatap.files.disk import read_file
from muhatap.files.extracting import DOCX, IMAGES, LETTERS_AT_MOST, SECONDS_AT_MOST
from muhatap.files.models import FileText, Legibility, StoredFile
from muhatap.kernel.masking import mask
from muhatap.kernel.sealing import Tampered
from muhatap.kernel.text import clean

# What is larger is found by its name alone.
BYTES_AT_MOST = 20 * 1024 * 1024
_TRIES_AT_MOST = 2
_WITH_WORDS = frozenset({"application/pdf", DOCX, "text/plain", "text/html"})


@dataclass(frozen=True, slots=True)
class WordsFound:
    """What came of reading a file; still `waiting` where the reading had to be stopped."""

    file_id: int
    state: str
    text: str = ""


def words_to_read(stored: Iterable[StoredFile], *, at: datetime) -> list[FileText]:
    """New rows for the files whose words can be read and were not; the caller keeps them."""
    readable = [file for file in stored if _is_readable(file)]
    ids = _kept_ids(readable)
    known = set(_texts(ids).values_list("file_id", flat=True)) if ids else ()
    return [FileText(file=file, waits_since=at) for file in readable if file.id not in known]


def known_words(stored: Iterable[StoredFile]) -> list[str]:
    """The words of these files as far as they were read before."""
    ids = _kept_ids(stored)
    if not ids:
        return []
    return list(_texts(ids).exclude(text="").order_by("file_id").values_list("text", flat=True))


def await_words(stored: Iterable[StoredFile], *, at: datetime) -> None:
    """Let files wait whose words were never read, such as pictures from before text recognition was there."""
    FileText.objects.bulk_create(words_to_read(stored, at=at), ignore_conflicts=True)


def read_words(*, limit: int) -> Iterator[WordsFound]:
    """Read the files that wait longest, each in a process of its own."""
    waiting = FileText.objects.filter(state=Legibility.WAITING).select_related("file")
    for row in list(waiting.order_by("waits_since", "file_id")[:limit]):
        yield _words_of(row.file)


def keep_words(found: WordsFound) -> bool:
    """Keep what was read; False where the file was destroyed meanwhile, and its words are forgotten too."""
    with unit_of_work():
        row = FileText.objects.select_for_update().filter(file_id=found.file_id).first()
        if row is None:
            return False
        row.tries += 1
        row.text = found.text
        row.state = found.state
        if found.state == Legibility.WAITING and row.tries >= _TRIES_AT_MOST:
            row.state = Legibility.UNREADABLE
        row.save(update_fields=["tries", "text", "state"])
        return True


def _words_of(stored: StoredFile) -> WordsFound:
    try:
        data = read_file(stored=stored)
    except (LookupError, Tampered, OSError):
        return WordsFound(stored.id, Legibility.UNREADABLE)
    outcome = _extract(data, stored.content_type)
    if outcome is None:
        return WordsFound(stored.id, Legibility.WAITING)
    code, words = outcome
    if code:
        return WordsFound(stored.id, Legibility.UNREADABLE)
    text = mask(clean(words[:LETTERS_AT_MOST])).text.strip()
    return WordsFound(stored.id, Legibility.READ if text else Legibility.WORDLESS, text)


def _extract(data: bytes, content_type: str) -> tuple[int, str] | None:
    """The exit code of the reading process and what it wrote; None when it had to be stopped."""
    options: dict[str, Any] = {"start_new_session": True, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory(prefix="muhatap-words-") as nowhere, subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-m", "muhatap.files.extracting", content_type],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=nowhere, env=_surroundings(), **options,
    ) as reading:  # fmt: skip
        try:
            words, _ = reading.communicate(data, timeout=2 * SECONDS_AT_MOST)
        except subprocess.TimeoutExpired:
            _stop(reading)
            return None
    return None if reading.returncode < 0 else (reading.returncode, words.decode("utf-8", "replace"))


def _stop(reading: subprocess.Popen[bytes]) -> None:
    # With everything that it started: the session is its own.
    os.killpg(reading.pid, 9)
    reading.communicate()


def _surroundings() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"}


def _texts(ids: list[int]) -> QuerySet[FileText]:
    return FileText.objects.filter(file_id__in=ids)


def _kept_ids(stored: Iterable[StoredFile]) -> list[int]:
    # Of files that are new nothing is known, and nobody needs to be asked.
    return [file.id for file in stored if not file._state.adding]


def _is_readable(file: StoredFile) -> bool:
    if file.destroyed_at is not None or file.size > BYTES_AT_MOST:
        return False
    return file.content_type in _WITH_WORDS or (
        file.content_type in IMAGES and shutil.which("tesseract") is not None
    )
