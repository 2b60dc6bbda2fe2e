"""What the eye takes for the same: letters that look alike, one letter more or less, a name inside a name."""

import re
import unicodedata

_LEAST = 4
_LONG = 9
_TAIL = 7

# Latin letters, each with letters of other alphabets and digits that are mistaken for it.
_LOOKS_LIKE = {
    "a": "\u0430\u03b1\u0251\u0561@4", "b": "\u0432\u03b28", "c": "\u0441\u03f2", "d": "\u0501\u0111",
    "e": "\u0435\u03b5\u04bd3", "g": "\u0261\u05819", "h": "\u04bb\u043d\u0570", "k": "\u043a\u03ba",
    "l": "1|\u0131\u0142\u04cf\u0456\u0457\u03b9\u0269\u2223\u01c0\u05df", "m": "\u043c",
    "n": "\u0578\u03b7\u057c", "o": "0\u043e\u03bf\u03c3\u0585\u00f8\u0d20",
    "p": "\u0440\u03c1", "q": "\u051b",
    "r": "\u0433\u027e", "s": "\u0455\u03c25\ua731", "t": "\u0442\u03c47", "u": "\u03c5\u057d\u028b",
    "v": "\u03bd\u0475", "w": "\u051d\u03c9\u0448", "x": "\u0445\u03c7",
    "y": "\u0443\u03b3\u04af", "j": "\u0458\u03f3",
}  # fmt: skip
_ALIKE = {ord(other): letter for letter, others in _LOOKS_LIKE.items() for other in others}
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"))


def skeleton(text: str) -> str:
    """A text as the eye sees it at a glance: without marks, capitals, dots and hyphens, i and l as one."""
    shown = "".join(_shown(part) for part in re.split(r"[.@\s]", text.casefold()))
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", shown) if unicodedata.category(sign)[0] != "M"
    )
    alike = bare.casefold().translate(_ALIKE)
    letters = "".join(sign for sign in alike if sign.isalnum()).replace("i", "l").replace("j", "l")
    for pair, single in _PAIRS:
        letters = letters.replace(pair.replace("i", "l"), single)
    return letters


def resembles(own: str, other: str) -> bool:
    """Whether somebody could take the other for ours: the same skeleton, near it, or ours inside it."""
    ours, theirs = skeleton(own), skeleton(other)
    if len(ours) < _LEAST or len(theirs) < _LEAST:
        return bool(ours) and ours == theirs
    if ours in theirs:
        return True
    return _distance(ours, theirs) <= (2 if len(ours) >= _LONG else 1)


def same_tail(own: str, other: str) -> bool:
    """Whether a telephone number ends like ours or differs from it by one digit."""
    ours, theirs = _digits(own), _digits(other)
    if len(theirs) < _TAIL or len(ours) < _TAIL:
        return False
    near = min(_distance(ours, theirs), _distance(ours[-10:], theirs[-10:]))
    return ours[-_TAIL:] == theirs[-_TAIL:] or near <= 1


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def _shown(label: str) -> str:
    """An international label as browsers show it."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _distance(one: str, two: str) -> int:
    """How many letters must be changed, added, dropped or swapped with the next (Damerau); 3 for more."""
    if abs(len(one) - len(two)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(two) + 1))
    for place, sign in enumerate(one, start=1):
        older, before, row = before, row, [place]
        for other in range(1, len(two) + 1):
            differs = sign != two[other - 1]
            best = min(before[other] + 1, row[-1] + 1, before[other - 1] + differs)
            swapped = place > 1 and other > 1 and sign == two[other - 2] and one[place - 2] == two[other - 1]
            row.append(min(best, older[other - 2] + 1) if swapped else best)
    return min(row[-1], 3)
