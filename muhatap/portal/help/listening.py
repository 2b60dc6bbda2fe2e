"""Reading aloud: the browser's own voice, and a file where a voice of this machine (espeak-ng) read it."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from muhatap.brands.models import Brand
from muhatap.help_centre.library import Shelved, library_of
from muhatap.kernel.stores.sharing import fetched, forget, share
from muhatap.ui.prose import plain_words

PROGRAM = "espeak-ng"
SECONDS = 60
LETTERS_AT_MOST = 12_000
_WORDS_A_MINUTE = "160"


@dataclass(frozen=True, slots=True)
class Voice:
    """How an article can be heard: a file, or why there is none (`waits`, `no_program`)."""

    url: str = ""
    because: str = ""


def has_program() -> bool:
    """Whether this machine can read aloud."""
    return shutil.which(PROGRAM) is not None


def voice_of(brand: Brand, article: Shelved, language: str) -> Voice:
    """How an article can be heard in a language."""
    if recorded(article, language) is not None:
        return Voice(url=f"/{brand.code}/help/{article.slug}/listen.wav")
    return Voice(because="waits" if has_program() else "no_program")


def spoken(article: Shelved) -> str:
    """The words of an article as they are read aloud."""
    body = plain_words(article.body)
    return f"{article.title}.\n{article.summary}\n{body}\n{article.transcript}"[:LETTERS_AT_MOST]


def recorded(article: Shelved, language: str) -> Path | None:
    """The file of an article in these very words; None while nobody has read it."""
    path = fetched(_path(article, language))
    return path if path.is_file() else None


def record_article(article: Shelved, language: str) -> bool:
    """Let the machine read an article into a file, within a minute; whether it did."""
    path = _path(article, language)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    command = [PROGRAM, "-v", language, "-s", _WORDS_A_MINUTE, "-w", str(fresh), "--stdin"]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=spoken(article).encode(), timeout=SECONDS, capture_output=True, check=False
        )
        if done.returncode == 0 and fresh.is_file() and fresh.read_bytes()[:4] == b"RIFF":
            fresh.replace(path)
            share(path)
            return True
    except (OSError, subprocess.TimeoutExpired):
        return False
    finally:
        fresh.unlink(missing_ok=True)
    return False


def _path(article: Shelved, language: str) -> Path:
    # A changed word, or a changed fact of the charter in it, is another file.
    digest = hashlib.sha256(f"{language}\n{spoken(article)}".encode("utf-8", "replace")).hexdigest()
    return Path(settings.MUHATAP_DATA) / "help" / "voices" / f"{digest}.wav"


def record_missing(brands: Sequence[Brand], *, most: int = 2) -> int:
    """Record articles that nobody read in their present words, and forget files of earlier words."""
    if not has_program():
        return 0
    done, kept = 0, set()
    for brand in brands:
        for language in brand.languages:
            for article in library_of(brand, language).shelf:
                kept.add(_path(article, language).name)
                if done < most and recorded(article, language) is None:
                    done += record_article(article, language)
    folder = Path(settings.MUHATAP_DATA) / "help" / "voices"
    for path in folder.glob("*.wav") if folder.is_dir() else ():
        if path.name not in kept:
            forget(path)
    return done
