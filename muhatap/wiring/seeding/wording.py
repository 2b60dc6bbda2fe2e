"""What customers and staff write, by theme and language, with numbers and days filled in."""

from dataclasses import dataclass
from random import Random

from muhatap.wiring.seeding.people import zipf
from muhatap.wiring.seeding.themes import Theme, themes

_THEME_OF = {
    "PAY": "payments",
    "REF": "refunds",
    "SUB": "refunds",
    "ACC": "account",
    "SG": "account",
    "KYC": "verification",
    "PROMO": "promotions",
    "TECH": "technical",
    "A11Y": "technical",
    "EMG": "emergency",
    "COMPLAINT": "complaint",
    "SVC": "complaint",
    "PRIV": "privacy",
    "MKT": "privacy",
}
_GREETING = {"tr": ("Merhaba,", "İyi günler,", "Selamlar,"), "en": ("Hello,", "Good morning,", "Hi,")}
_CLOSING = {
    "tr": ("Teşekkür ederim.", "Dönüşünüzü bekliyorum.", "İlginiz için teşekkürler.", "Saygılarımla."),
    "en": ("Thank you.", "I look forward to your reply.", "Thanks for looking into it.", "Regards."),
}
_SIGNED = {"tr": "Nehir müşteri hizmetleri", "en": "Nehir customer service"}
_THANKS = {
    "tr": ("Teşekkürler, sorunum çözüldü.", "Bilgilendirme için sağ olun, kontrol edeceğim."),
    "en": ("Thanks, that solved it.", "Thank you for the information, I will check."),
}
_DETAIL = {
    "tr": ("İşlem numaram {trx}, tutar {amount} TL.", "Tarih {day}, işlem {trx}.", "Uygulama sürümüm {app}."),
    "en": ("My transaction is {trx}, the amount {amount} TRY.", "The day was {day}, transaction {trx}."),
}
_ACKNOWLEDGEMENT = {
    "tr": (
        "Sayın {name},\n\nBaşvurunuzu aldık. Kayıt numaranız {number}.\nKonu: {subject}\n\n"
        "Size bir kişi yanıt verecek. Bu otomatik mesaj yanıt sayılmaz.\n\nNehir"
    ),
    "en": (
        "Dear {name},\n\nWe have your case. Your case number is {number}.\nSubject: {subject}\n\n"
        "A person replies. This automatic message does not count as a reply.\n\nNehir"
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one case."""

    subject: str
    request: str
    reply: str
    further: str


def words_for(random: Random, topic: str, language: str, name: str) -> Words:
    """What is said on a case about this topic."""
    theme: Theme = themes()[_THEME_OF.get(topic.partition("-")[0], "other")][language]
    slots = {
        "trx": f"TRX-{int(random.random() * 90_000_000) + 10_000_000}",
        "amount": f"{int(random.random() ** 3 * 24_000) + 20},00",
        "day": f"{int(random.random() * 28) + 1}.{int(random.random() * 12) + 1:02d}.",
        "app": f"{int(random.random() * 4) + 3}.{int(random.random() * 20)}.{int(random.random() * 9)}",
    }
    sentences = [zipf(random, theme.happened), zipf(random, theme.added)]
    if random.random() < 0.6:
        sentences.append(zipf(random, theme.wanted))
    sentences.insert(1, zipf(random, _DETAIL[language]).format_map(slots))
    request = "\n".join(
        (zipf(random, _GREETING[language]), " ".join(sentences), zipf(random, _CLOSING[language]))
    )
    greeting = f"Sayın {name}," if language == "tr" else f"Dear {name},"
    reply = "\n\n".join((greeting, zipf(random, theme.answered), _SIGNED[language]))
    return Words(zipf(random, theme.subjects), request, reply, zipf(random, _THANKS[language]))


def acknowledgement(language: str, name: str, number: str, subject: str) -> str:
    """The automatic letter that every case gets."""
    return _ACKNOWLEDGEMENT[language].format(name=name, number=number, subject=subject)
