"""Which of two languages a mail is in, by its commonest words: pure, and silent when in doubt."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_READ = 4_000
_TURKISH = """
    ve bir bu için da de ile ben hesap hesabım hesabıma para merhaba selam iyi günler sayın lütfen gün gündür
    var yok değil neden niçin nasıl kadar sonra önce çekim yatırım şikayet şikâyet teşekkür teşekkürler ederim
    istiyorum bekliyorum hâlâ hala gelmedi olmadı oldu mı mi mu mü ama çok
"""
_ENGLISH = """
    the and is are was i my me you your to of in on for with not this that have has hello hi dear please
    thanks thank regards when why how still account money withdrawal deposit complaint would like
"""
_COMMON = {"tr": frozenset(_TURKISH.split()), "en": frozenset(_ENGLISH.split())}
_TURKISH_LETTERS = frozenset("ığşçöü")


def language_of(text: str) -> str:
    """`tr`, `en`, or empty when the words do not tell."""
    found = _WORD.findall(text[:_READ])
    turkish_words = [word.replace("I", "ı").replace("İ", "i").lower() for word in found]
    turkish = sum(word in _COMMON["tr"] for word in turkish_words)
    turkish += sum(bool(_TURKISH_LETTERS & set(word)) for word in turkish_words)
    english = sum(word.lower() in _COMMON["en"] for word in found)
    if abs(turkish - english) < 2:
        return ""
    return "tr" if turkish > english else "en"
