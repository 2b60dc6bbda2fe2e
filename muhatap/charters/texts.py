"""The two smallest parts of a charter: a text in several languages and a part of a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """The same text in several languages."""

    values: tuple[tuple[str, str], ...]

    @classmethod
    def from_plain(cls, value: dict[str, str]) -> Text:
        """Return the text with Turkish first, so that the order in the file does not matter."""
        return cls(tuple(sorted(value.items(), reverse=True)))

    def to_plain(self) -> dict[str, str]:
        """Return the text as a mapping from language."""
        return dict(self.values)

    def in_language(self, language: str) -> str:
        """Return the text in the language, or in the first one there is."""
        return dict(self.values).get(language, self.values[0][1])


@dataclass(frozen=True)
class Interval:
    """A part of a day as "HH:MM" texts; `end` may be "24:00"."""

    start: str
    end: str

    @classmethod
    def from_plain(cls, value: list[str]) -> Interval:
        """Return the interval of a list of two times."""
        return cls(value[0], value[1])

    def to_plain(self) -> list[str]:
        """Return the interval as a list of two times."""
        return [self.start, self.end]
