"""Words that tell a decision, an appeal, blame, advertising and jargon, in Turkish and English: pure.

Every phrase stands in small letters; a star at its end lets the word go on.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

# The first that fits says how it was decided: "not upheld" holds the word "upheld".
DECIDED: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]] = {
    "tr": (
        ("not_upheld", ("haklı bulmadık", "kabul edemiyoruz", "kabul etmedik", "haklı bulmuyoruz")),
        ("partly", ("kısmen haklı*", "kısmen kabul*", "bir bölümünde haklı*")),
        ("upheld", ("haklısınız", "haklı bulduk", "haklı buluyoruz", "kabul ettik", "kabul ediyoruz")),
    ),
    "en": (
        ("not_upheld", ("do not uphold", "not upheld", "did not uphold", "we cannot agree")),
        ("partly", ("partly uphold", "partly upheld", "partly right", "partly agree", "agree in part")),
        ("upheld", ("we uphold", "upheld", "you are right", "we agree")),
    ),
}
APPEAL = {
    "tr": ("itiraz*", "yeniden incele*"),
    "en": ("appeal*", "object to", "look at it again", "looks at everything again"),
}
FINAL = {"tr": ("son karar*", "nihai karar*", "kesin karar*"), "en": ("final",)}
BECAUSE = {
    "tr": ("çünkü", "nedeni*", "nedeniyle", "sebebi*", "yüzünden", "bekliyoruz"),
    "en": ("because", "reason*", "since we", "we are waiting", "due to"),
}
SETTLED = {"tr": ("çözdük", "çözüldü", "çözülmüş*"), "en": ("settled", "resolved")}
FRESH_EYES = {
    "tr": ("hiç ilgilenmemiş*", "hiç ilgilenmeyen*", "ilk kez bak*"),
    "en": ("never worked on", "has not worked on", "had no part in"),
}
OPENS_AGAIN = {
    "tr": ("yeniden aç*", "tekrar aç*"),
    "en": ("open it again", "opens it again", "opens again", "reopen*"),
}
REFUND_REFUSED = {
    "tr": ("yapamıyoruz", "ödeyemiyoruz", "reddettik", "reddedildi", "kabul edemiyoruz"),
    "en": ("refused", "cannot pay", "do not pay", "cannot carry it out"),
}
VERIFIED = {"tr": ("doğrulandı", "doğruladık", "onaylandı"), "en": ("verified", "confirmed")}
NOT_HERE = {
    "tr": ("bu kanaldan yapamıyoruz", "burada yapamıyoruz", "burada konuşamıyoruz"),
    "en": ("cannot do this here", "not on this channel", "cannot speak about it here"),
}
SUMMARY = {"tr": ("kısaca", "özet"), "en": ("in short", "summary")}
EXPLAINS = {"tr": ("yani", "demek", "anlamına*"), "en": ("that is", "which means", "this means", "meaning")}
BLAME = {
    "tr": (
        "sizin hatanız*", "kendi hatanız*", "hatanızdan", "kusurunuz*", "ihmaliniz*", "dikkatsizliğiniz*",
        "dikkat etseydiniz", "yanlış yaptınız", "okumamışsınız", "yapmanız gerekirdi", "iddia ettiğiniz*",
    ),
    "en": (
        "your fault", "your own fault", "your mistake", "your own mistake", "your negligence",
        "you failed to", "you should have", "you neglected", "had you read",
        "you did not bother", "you claim that",
    ),
}  # fmt: skip
JARGON = {
    "tr": (
        "işbu", "mezkûr", "mezkur", "müteakip", "istinaden", "mucibince", "ihtirazi kayıt*", "rücu*",
        "muaccel*", "temerrüt*", "temerrüd*", "gayrikabili*", "tevsik*", "mücbir sebep*", "ibraname*",
        "halel*", "zamanaşımı*", "mahfuz*", "ivazsız*", "müteselsil*",
    ),
    "en": (
        "hereinafter", "herewith", "hereby", "pursuant to", "notwithstanding", "without prejudice",
        "force majeure", "inter alia", "aforementioned", "ex gratia", "indemnif*", "prima facie", "thereof",
        "in lieu of", "mutatis mutandis", "bona fide", "estop*", "lien",
    ),
}  # fmt: skip
ADVERTISING = {
    "tr": (
        "kampanya*", "özel teklif*", "indirim kodu*", "kaçırmayın", "hemen üye*", "sınırlı süre*",
        "fırsatı*", "promosyon kodu*", "hoş geldin bonusu*",
    ),
    "en": (
        "special offer*", "promo code*", "discount code*", "don't miss", "don’t miss", "limited time",
        "upgrade now", "sign up now", "welcome bonus*", "exclusive deal*",
    ),
}  # fmt: skip
# Nobody is told that a report about her was made or considered (5549 article 4, and its like elsewhere).
TIPPING_OFF = {
    "tr": ("masak*", "kara para*", "şüpheli işlem*", "aklama*", "suç geliri*"),
    "en": ("money laundering", "suspicious activity*", "suspicious transaction*", "aml", "sar report*"),
}
INTERNAL = {
    "tr": ("kuyruğu*", "kuyruk*", "iç not*", "kademe 2*", "yalnız iç kullanım*"),
    "en": ("queue*", "internal note*", "tier 2", "internal use only"),
}
COMMON = {
    "tr": frozenset(("ve", "bir", "bu", "için", "ile", "size", "sizin", "olarak", "değil", "gün", "sonra")),
    "en": frozenset(("the", "and", "of", "to", "you", "your", "we", "in", "for", "is", "our", "that")),
}
MONTHS = {
    "tr": (
        "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım",
        "aralık",
    ),
    "en": (
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ),
}  # fmt: skip


@cache
def pattern_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of these phrases as whole words."""
    each = (
        re.escape(phrase.rstrip("*")).replace(r"\ ", r"\s+") + (r"\w*" if phrase.endswith("*") else r"\b")
        for phrase in phrases
    )
    return re.compile(r"\b(?:" + "|".join(each) + ")")


def forms_of(day: date, language: str) -> tuple[str, ...]:
    """How a day may be written in a letter, in small letters."""
    month = MONTHS[language][day.month - 1]
    return (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%Y}",
        day.isoformat(),
    )


def names_day(text: str, day: date, language: str) -> bool:
    """Whether a text in small letters names this day."""
    return any(re.search(rf"(?<!\d){re.escape(form)}(?!\d)", text) for form in forms_of(day, language))
