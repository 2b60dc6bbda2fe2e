"""The words of an article as a whole: digest, facts, and what they lack to be published. Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muhatap.help_centre.captions import BadCaptions, spoken_words
from muhatap.help_centre.merging import names_in

TITLE, SUMMARY, BODY = 120, 300, 40_000
TRANSCRIPT_AT_LEAST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of an article by language; `video` names a film that lies in the data folder."""

    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    bodies: Mapping[str, str]
    other_names: Mapping[str, str]
    captions: Mapping[str, str]
    transcripts: Mapping[str, str]
    video: Mapping[str, Any]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the charter that the words name."""
        return names_in(*self.titles.values(), *self.summaries.values(), *self.bodies.values())

    @property
    def digest(self) -> str:
        """The SHA-256 of the words as canonical JSON."""
        parts = [self.titles, self.summaries, self.bodies, self.captions, self.transcripts, self.video]
        said = json.dumps([dict(each) for each in parts], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps an article from being published: a code, the language or fact, and perhaps a line."""

    code: str
    what: str = ""
    line: int = 0


def lacks(words: Words, languages: Sequence[str], known_facts: Collection[str]) -> list[Lack]:
    """Everything that is missing: words of a language, facts that the charter has not, captions of a film."""
    found: list[Lack] = []
    for language in languages:
        if not words.titles.get(language, "").strip():
            found.append(Lack("title", language))
        if not words.bodies.get(language, "").strip():
            found.append(Lack("body", language))
        found += _of_video(words, language) if words.video else []
    return found + [Lack("fact", name) for name in words.facts if name not in known_facts]


def _of_video(words: Words, language: str) -> list[Lack]:
    found = []
    captions = words.captions.get(language, "")
    if not captions.strip():
        found.append(Lack("captions", language))
    else:
        try:
            spoken_words(captions)
        except BadCaptions as bad:
            found.append(Lack(f"captions_{bad.code}", language, bad.line))
    if len(words.transcripts.get(language, "").strip()) < TRANSCRIPT_AT_LEAST:
        found.append(Lack("transcript", language))
    return found
