"""Text as it may be stored, and as it is compared: cleaning, folding to a plain skeleton, Turkish order."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|\x85")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_LINE_BREAKS = re.compile("[\n\t\u2028\u2029]+")
# More marks on one letter are never language (Unicode Annex 15, section 12).
_MARKS_AT_MOST = 30


def clean(text: str, max_length: int | None = None, single_line: bool = False) -> str:
    """Text fit to store: NFC, line feeds only, no controls, no lone surrogates, cut to `max_length`."""
    if max_length is not None:
        # Four times the room, for what falls away; the rest is never looked at.
        text = text[: max_length * 4 + 64]
    # What can be printed has neither controls nor line ends, neither marks of direction nor surrogates.
    if not text.isprintable():
        text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
        if single_line:
            text = _LINE_BREAKS.sub(" ", _BIDI.sub("", text))
        text = _SURROGATES.sub("\ufffd", text)
    if not text.isascii():
        text = _normalised(text)
    text = text if max_length is None else text[:max_length]
    return text.strip() if single_line else text


class _Folding(dict):
    """Code point to plain letters, filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        digit = unicodedata.digit(letter, None)
        if digit is not None:
            folded = str(digit)
        else:
            parts = unicodedata.normalize("NFKD", letter)
            folded = "".join(part for part in parts if not unicodedata.combining(part)).casefold()
        self[code] = folded
        return folded


# Whatever else folds to one letter each is common enough in what people write.
_FOLDED_OTHERWISE = re.compile(r"[^\x00-\x7fçğıöşüâîûÇĞİÖŞÜÂÎÛ‘’“”–—•·€₺]")
FOLDING = _Folding({ord("İ"): "i", ord("I"): "i", ord("ı"): "i", 0x307: ""})


def fold(text: str) -> str:
    """The skeleton that search compares: `ŞİKAYET`, `şikayet`, `sikayet` and `Sıkayet` fall together."""
    return text.translate(FOLDING)


def folded_positions(text: str) -> tuple[str, list[int]]:
    """The skeleton, and for each of its letters the offset in the original (one more at the end)."""
    if not _FOLDED_OTHERWISE.search(text):
        return fold(text), list(range(len(text) + 1))
    letters, positions = [], []
    for at, letter in enumerate(text):
        folded = FOLDING[ord(letter)]
        letters.append(folded)
        positions.extend([at] * len(folded))
    return "".join(letters), [*positions, len(text)]


_ORDER = str.maketrans(
    {
        "I": "h~", "ı": "h~", "İ": "i", "ç": "c~", "Ç": "c~", "ğ": "g~", "Ğ": "g~",
        "ö": "o~", "Ö": "o~", "ş": "s~", "Ş": "s~", "ü": "u~", "Ü": "u~",
    }
)  # fmt: skip


def turkish_sort_key(text: str) -> str:
    """A key whose plain order is the Turkish one: ç after c, ğ after g, ı before i, and so on."""
    return fold(unicodedata.normalize("NFC", text[:1000]).translate(_ORDER))


def lowered(text: str) -> str:
    """Lower case as Turkish writes it: `I` becomes `ı` and `İ` becomes `i`."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def _normalised(text: str) -> str:
    """NFC in linear time: sorting a pile of marks is quadratic, so a pile is cut first."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _without_piles(text))


def _without_piles(text: str) -> str:
    kept, pile = [], 0
    for letter in text:
        pile = pile + 1 if unicodedata.combining(letter) else 0
        if pile <= _MARKS_AT_MOST:
            kept.append(letter)
    return "".join(kept)
