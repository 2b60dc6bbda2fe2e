"""Names that differ by one slip of the finger: pure.

Two words are near when one letter is missing, too many, wrong, or swapped with its neighbour. Then leaving
out one letter of each, or none, gives a spelling that both have: the index holds these spellings, so that a
mistyped name is looked up and not searched for (symmetric deletion, W. Garbe 2012).
"""

import re
from collections.abc import Iterable

from muhatap.kernel.search_text import skeleton

LETTERS_AT_LEAST = 4
LETTERS_AT_MOST = 20
WORDS_AT_MOST = 12

_WORD = re.compile(r"[^\W\d_]+")
# No word that somebody writes begins so, and no number goes on in letters like this.
_MARK = "0"


def near_tokens(word: str) -> tuple[str, ...]:
    """The index tokens by which a word and its near ones find each other; none for short or long words."""
    plain = skeleton(word)
    if not LETTERS_AT_LEAST <= len(plain) <= LETTERS_AT_MOST or not plain.isalpha():
        return ()
    shorter = (plain[:at] + plain[at + 1 :] for at in range(len(plain)))
    return tuple(dict.fromkeys(_MARK + each for each in (plain, *shorter)))


def tokens_of_names(names: Iterable[str]) -> list[str]:
    """The tokens for every word of some names, each once."""
    words = [word for name in names for word in _WORD.findall(name)][:WORDS_AT_MOST]
    return list(dict.fromkeys(token for word in words for token in near_tokens(word)))


def names_near(word: str, names: Iterable[str]) -> bool:
    """Whether one of the names has a word near to this one, or the word itself."""
    plain = skeleton(word)
    return any(are_near(plain, skeleton(each)) for name in names for each in _WORD.findall(name))


def are_near(one: str, other: str) -> bool:
    """Whether two folded words are the same or one slip apart."""
    if one == other:
        return True
    if min(len(one), len(other)) < LETTERS_AT_LEAST or abs(len(one) - len(other)) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    return (
        one[at + 1 :] in (other[at + 1 :], other[at:])
        or one[at:] == other[at + 1 :]
        or (one[at + 2 :] == other[at + 2 :] and one[at : at + 2] == other[at : at + 2][::-1])
    )
