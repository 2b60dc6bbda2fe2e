"""How easily a text reads: pure.

Turkish: E. Ateşman, "Türkçede okunabilirliğin ölçülmesi", Dil Dergisi 58 (1997), 71-74.
English: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233.
Both give about 0 to 100, more is easier; below 30 both call a text very hard.
"""

import re

VERY_HARD = 30.0
# Ateşman calls 50 to 69 middling, Flesch 60 to 69 plain.
PLAIN = {"tr": 50.0, "en": 60.0}

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"[.!?…:]+(?=\s|$)|\n+")
_UNSPACED = re.compile(r"\S+")
_IN_ADDRESSES = ("://", "@", "www.")
_TURKISH_VOWELS = frozenset("aeıioöuüâîû")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")


def lowered(text: str, language: str) -> str:
    """The text in small letters by the rules of its language."""
    return text.replace("İ", "i").replace("I", "ı" if language == "tr" else "i").lower()


def words_of(text: str) -> list[str]:
    """Its words; numbers and addresses are none."""
    return _WORD.findall(_without_addresses(text))


def reading_score(text: str, language: str) -> float:
    """Ateşman's number for Turkish, Flesch's for everything else; 100 for a text without words."""
    words = words_of(text)
    if not words:
        return 100.0
    spans = _END.split(_without_addresses(text))
    sentences = sum(1 for span in spans if _WORD.search(span))
    a_word = sum(syllables(word, language) for word in words) / len(words)
    a_sentence = len(words) / sentences
    if language == "tr":
        return 198.825 - 40.175 * a_word - 2.610 * a_sentence
    return 206.835 - 84.6 * a_word - 1.015 * a_sentence


def syllables(word: str, language: str) -> int:
    """Syllables of a word: exactly its vowels in Turkish, reckoned by groups of vowels in English."""
    small = lowered(word, language)
    if language == "tr":
        return max(1, sum(letter in _TURKISH_VOWELS for letter in small))
    count = len(_ENGLISH_VOWELS.findall(small))
    is_silent = small.endswith("e") and not small.endswith(("le", "ee")) and count > 1
    return max(1, count - is_silent)


def _without_addresses(text: str) -> str:
    # Piece by piece: one pattern for the whole would try every start of a long piece anew.
    return _UNSPACED.sub(_told, text)


def _told(piece: re.Match[str]) -> str:
    return " " if any(sign in piece[0] for sign in _IN_ADDRESSES) else piece[0]
