"""A shadow of a text: every digit and separator in one plain form, with the way back to the original."""

import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import chain

SEPARATORS = " .-/,"
STOP = "\x01"

_INVISIBLE = "\u200b"
_SPACES = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85"
_PLAIN = {"·": ".", "•": ".", "∙": ".", "。": ".", "，": ",", "٬": ",", "٫": ",", "／": "/"}
_PLAIN |= {
    "\\": "/",
    "|": "/",
    "_": "-",
    "~": "-",
    "−": "-",
    "ー": "-",
    "*": "*",
    ">": " ",
}  # ">" quotes mail


@cache
def _translation() -> dict[int, str]:
    table = {}
    # Beyond the first two planes only the invisible tag letters matter.
    for code in chain(range(0x20000), range(0xE0000, 0xE0200)):
        letter = chr(code)
        category = unicodedata.category(letter)
        digit = unicodedata.digit(letter, None)
        if digit is not None:
            table[code] = str(digit)
        elif category in {"Zs", "Zl", "Zp"}:
            table[code] = " "
        elif category == "Pd":
            table[code] = "-"
        elif category in {"Cf", "Me"} or 0xFE00 <= code <= 0xFE0F or code >= 0xE0000:
            table[code] = _INVISIBLE
        elif 0xFF21 <= code <= 0xFF5A and category in {"Lu", "Ll"}:
            table[code] = chr(code - 0xFEE0)
    table |= {ord(letter): " " for letter in _SPACES}
    table |= {ord(letter): plain for letter, plain in _PLAIN.items()}
    table[0] = table[0x34F] = table[0x3164] = table[0x115F] = table[0x1160] = _INVISIBLE
    return {code: plain for code, plain in table.items() if chr(code) != plain}


@dataclass(slots=True)
class Shadow:
    """Plain text of the same meaning; `origin` maps its offsets to the original, None if equal."""

    text: str
    origin: array | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a non-empty span of the shadow stands for."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def without(self, spans: list[tuple[int, int]]) -> "Shadow":
        """The same shadow with these spans (ascending, apart) blanked, so that no later rule reads them."""
        if not spans:
            return self
        pieces, done = [], 0
        for start, end in spans:
            pieces += [self.text[done:start], STOP * (end - start)]
            done = end
        return Shadow("".join([*pieces, self.text[done:]]), self.origin)


def shadow_of(text: str) -> Shadow:
    """Plain digits, one kind of space and dash, nothing invisible; linear in the text."""
    plain = text.translate(_translation())
    if _INVISIBLE not in plain:
        return Shadow(plain, None)
    origin = array("L", (at for at, letter in enumerate(plain) if letter != _INVISIBLE))
    return Shadow(plain.replace(_INVISIBLE, ""), origin)
