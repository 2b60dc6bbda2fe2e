"""Sentences by theme: what happened, what else, what is wanted, and what staff answer."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Theme:
    """The sentences of one theme in one language, the common ones first."""

    subjects: list[str]
    happened: list[str]
    added: list[str]
    wanted: list[str]
    answered: list[str]


@lru_cache(maxsize=1)
def themes() -> dict[str, dict[str, Theme]]:
    """All themes by name and language."""
    written = tomllib.loads((Path(__file__).parent / "themes.toml").read_text(encoding="utf-8"))
    return {
        name: {language: Theme(**sentences) for language, sentences in languages.items()}
        for name, languages in written.items()
    }
