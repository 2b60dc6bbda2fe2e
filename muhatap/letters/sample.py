"""A made-up case by which a template can be looked at before anybody gets it: pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from muhatap.letters.linting.facts import RECEIPTS, Body, DecidedPoint, LetterFacts, Sort
from muhatap.letters.linting.phrases import MONTHS
from muhatap.letters.merging import NEEDED, merged, sentences

_WORDS = {
    "tr": {
        "name": "Elif Karaca",
        "subject": "Para çekme talebim gelmedi",
        "points": ("Para altı gündür gelmedi", "Kimse aramadı"),
        "because": (
            "Para aracı kuruluşta kaldı ve biz bunu geç gördük.",
            "Sizi 12 Kasım günü iki kez aradık, kimse açmadı.",
        ),
        "reasons": "Gecikme sizden kaynaklanmadı.",
        "remedy": "850 TL size geri ödenir.",
        "body": "Tüketici Hakem Heyeti",
        "why_late": "Gecikmenin nedeni şu: bankanın yanıtını bekliyoruz.",
        "reason": "Para 12 Kasım günü banka hesabınıza ulaştı; banka bunu yazıyla doğruladı.",
        "moment": "18 Kasım 2026 12:00:07 (Europe/Istanbul)",
        "promises": "- İlk yanıt: en geç 19 Kasım 2026 12:00",
        "channel": "sosyal medya",
        "documents": "- Kimlik belgesi\n- Banka hesabı belgesi",
        "breach": {
            "what": "Bir dosya 12 Kasım günü yanlış kişiye gitti; 13 Kasım günü fark ettik.",
            "whom": "14 müşterinin adı ve e-posta adresi.",
            "effect": "Tanımadığınız kişiler size yazabilir.",
            "done": "Dosyayı sildirdik ve gönderim yolunu kapattık.",
            "advice": "Bizden geliyor gibi görünen bağlantıları açmayın.",
            "contact": "Veri sorumlumuz: veri@ornek.example",
        },
    },
    "en": {
        "name": "Elif Karaca",
        "subject": "My withdrawal has not come",
        "points": ("The money did not come for six days", "Nobody called"),
        "because": (
            "The money lay with a bank and we saw it too late.",
            "We called you twice on 12 November and left word.",
        ),
        "reasons": "The delay was not yours.",
        "remedy": "850 TL is paid back to you.",
        "body": "Consumer Arbitration Panel",
        "why_late": "It is late because the bank has not sent its records.",
        "reason": "The money reached your bank on 12 November; the bank says so in writing.",
        "moment": "18 November 2026 12:00:07 (Europe/Istanbul)",
        "promises": "- First reply: by 19 November 2026 12:00",
        "channel": "social media",
        "documents": "- Identity card\n- Paper of the bank account",
        "breach": {
            "what": "On 12 November a file went to the wrong person; we saw it on 13 November.",
            "whom": "The names and mail addresses of 14 customers.",
            "effect": "People whom you do not know may write to you.",
            "done": "We had the file deleted and closed the way by which it left.",
            "advice": "Do not open links that only look as if they came from us.",
            "contact": "Our data protection officer: data@example.example",
        },
    },
}
NUMBER = "26-00012-34568"
_FINDINGS = ("upheld", "not_upheld")
AMOUNT, REFERENCE, SECRET = "850 TL", "EFT-42-2026", "ABCD-EFGH-JKMN-PQRS-TVWX"
_ADDRESS = f"https://destek.example/{NUMBER}/"


def sample_letter(text: str, sort: Sort, language: str, *, brand: str, signer: str, today: date) -> str:
    """The template filled in with the made-up complaint."""
    words, said = _words(language), sentences(language)
    day = _day(today + timedelta(days=14), language)
    points = zip(words["points"], words["because"], _FINDINGS, strict=True)
    body = said["body_by"].format(name=words["body"], day=day, url="").strip()
    values = {
        "greeting": said["greeting_named"].format(name=words["name"]),
        "case.number": NUMBER,
        "case.subject": words["subject"],
        "case.address": _ADDRESS,
        "received_on": _day(today - timedelta(days=9), language),
        "outcome": said["outcome_partly"],
        "reasons": words["reasons"],
        "points": "\n\n".join(
            f"{number}. {asked}\n{said[f'point_{finding}']} {because}"
            for number, (asked, because, finding) in enumerate(points, 1)
        ),
        "remedy": f"{said['remedy'].format(remedy=words['remedy'])}\n{said['remedy_by'].format(day=day)}",
        "remedy_line": said["remedy_line_by"].format(remedy=words["remedy"], day=day),
        "appeal": said["final" if sort is Sort.DEADLOCK else "appeal"],
        "outside": f"{said['outside']}\n{body}",
        "outside_line": said["outside_line"].format(name=words["body"], day=day),
        "new_date": day,
        "why_late": words["why_late"],
        "signer": signer,
        "brand.name": brand,
        "reason": words["reason"],
        "amount": AMOUNT,
        "pay_by": day,
        "reference": REFERENCE,
        "received_at": words["moment"],
        "secret": SECRET,
        **{name: words[name] for name in ("promises", "channel", "documents")},
        **{f"breach.{part}": text for part, text in words["breach"].items()},
    }
    return merged(text, values).text


def sample_facts(sort: Sort, language: str, *, signer: str, today: date) -> LetterFacts:
    """What stands behind the made-up complaint, for the linter."""
    words, day = _words(language), today + timedelta(days=14)
    return LetterFacts(
        language=language,
        number=NUMBER,
        sort=sort,
        points=tuple(
            DecidedPoint(number=number, text=text, finding=finding)
            for number, (text, finding) in enumerate(zip(words["points"], _FINDINGS, strict=True), 1)
        ),
        outcome="partly",
        remedy=words["remedy"],
        do_by=day,
        may_appeal=sort is Sort.FINAL,
        bodies=(Body(name=words["body"], last_on=day),),
        new_date=day,
        # A receipt goes by itself: nobody signs it.
        signer="" if sort in RECEIPTS else signer,
        reason=words["reason"],
        amount=AMOUNT,
        pay_by=day,
        reference=REFERENCE,
        moment=words["moment"],
        address=_ADDRESS,
        parts=breach_parts(sort, words["breach"]),
    )


def breach_parts(sort: Sort, told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a notice of a breach must tell, by the parts that its template needs; none for other letters."""
    needed = (name.removeprefix("breach.") for name in NEEDED[sort] if name.startswith("breach."))
    return tuple((name, told.get(name, "")) for name in needed)


def _words(language: str) -> dict:
    return _WORDS.get(language, _WORDS["en"])


def _day(day: date, language: str) -> str:
    month = MONTHS.get(language, MONTHS["en"])[day.month - 1]
    return f"{day.day} {month[0].upper() if month[0] != 'i' else 'İ'}{month[1:]} {day.year}"
