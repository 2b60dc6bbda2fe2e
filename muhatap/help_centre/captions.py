"""Captions of guide videos: whether a text is WebVTT (W3C) and has words with their times. Pure."""

import re

CUES_AT_MOST = 2_000
_TIMES = re.compile(
    r"((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})(?:[ \t].*)?"
)
_MARKS = re.compile(r"<[^>]*>")


class BadCaptions(ValueError):
    """The text is no WebVTT; `code`: `header`, `empty`, `times`, `order` or `many`; lines count from 1."""

    def __init__(self, code: str, line: int = 1) -> None:
        super().__init__(f"{code} in line {line}")
        self.code, self.line = code, line


def spoken_words(text: str) -> str:
    """The words of the captions, a line for each cue; `BadCaptions` when a browser could not show them."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise BadCaptions("header")
    said: list[str] = []
    last, open_cue, cues = -1, False, 0
    for number, line in enumerate(lines[1:], 2):
        if "-->" in line:
            last, open_cue, cues = _later(line.strip(), number, last), True, cues + 1
        elif not line.strip():
            open_cue = False
        elif open_cue:
            said.append(_MARKS.sub("", line).strip())
        if cues > CUES_AT_MOST:
            raise BadCaptions("many", number)
    if not any(said):
        raise BadCaptions("empty", len(lines))
    return "\n".join(said)


def _later(line: str, number: int, last: int) -> int:
    found = _TIMES.fullmatch(line)
    if not found:
        raise BadCaptions("times", number)
    start, end = _milliseconds(found[1]), _milliseconds(found[2])
    if end <= start or start < last:
        raise BadCaptions("order", number)
    return start


def _milliseconds(written: str) -> int:
    clock, _, rest = written.partition(".")
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total * 1000 + int(rest)
