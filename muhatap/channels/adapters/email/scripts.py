"""Tell Cyrillic and Chinese from the accents of Latin text, for bytes without a true label."""

import re

SAMPLE = 20_000
LEAST = 8
HIGH = re.compile(rb"[\x80-\xff]")
MIXED = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
LATIN = re.compile(rb"[A-Za-z]")


def foreign_script(raw: bytes) -> str:
    """The text when most of its letters lie above ASCII and fit such a script; empty for Latin text."""
    sample = raw[:SAMPLE]
    high = len(HIGH.findall(sample))
    if high < LEAST or high < len(LATIN.findall(sample)):
        return ""
    if text := _japanese(raw):
        return text
    # Accents stand among plain letters; words of another script hold none.
    if len(MIXED.findall(sample)) * 8 > high:
        return ""
    return _chinese(raw, sample.count(b" ") * 12 > high) or _cyrillic(raw)


def _above(text: str) -> list[str]:
    return [letter for letter in text[:SAMPLE] if letter > "\x7f"]


def _japanese(raw: bytes) -> str:
    try:
        text = raw.decode("cp932")
    except UnicodeError:
        return ""
    above = _above(text)
    kana = sum("\u3041" <= letter <= "\u30fe" for letter in above)
    return text if kana * 3 >= len(above) else ""


def _chinese(raw: bytes, has_spaces: bool) -> str:
    """Chinese has no spaces between words, and the commonest signs stand first in GB 2312 (B0 to D7)."""
    if has_spaces:
        return ""
    try:
        text = raw.decode("gb18030")
    except UnicodeError:
        return ""
    above = _above(text)
    usual = sum(
        letter in "，。、！？：；" or b"\xb0" <= letter.encode("gb18030")[:1] <= b"\xd7" for letter in above
    )
    return text if usual * 10 >= len(above) * 8 else ""


def _cyrillic(raw: bytes) -> str:
    best, lower = "", 0
    for name in ("cp1251", "koi8-u"):
        text = raw.decode(name, "replace")
        above = _above(text)
        letters = sum("\u0400" <= letter <= "\u04ff" for letter in above)
        small = sum(letter.islower() for letter in above)
        if letters * 10 >= len(above) * 9 and small > lower:
            best, lower = text, small
    return best
