"""A made-up complaint by which a template can be looked at before anybody gets it: pure."""

from datetime import date, timedelta

from muhatap.letters.linting.facts import Body, DecidedPoint, LetterFacts, Sort
from muhatap.letters.linting.phrases import MONTHS
from muhatap.letters.merging import merged, sentences

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
    },
}
NUMBER = "26-00012-34568"
_FINDINGS = ("upheld", "not_upheld")


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
        "case.address": f"https://destek.example/{NUMBER}/",
        "received_on": _day(today - timedelta(days=9), language),
        "outcome": said["outcome_partly"],
        "reasons": words["reasons"],
        "points": "\n\n".join(
            f"{number}. {asked}\n{said[f'point_{finding}']} {because}"
            for number, (asked, because, finding) in enumerate(points, 1)
        ),
        "remedy": f"{said['remedy'].format(remedy=words['remedy'])}\n{said['remedy_by'].format(day=day)}",
        "remedy_line": said["remedy_line_by"].format(remedy=words["remedy"], day=day),
        "appeal": said["appeal" if sort is Sort.FINAL else "final"],
        "outside": f"{said['outside']}\n{body}",
        "outside_line": said["outside_line"].format(name=words["body"], day=day),
        "new_date": day,
        "why_late": words["why_late"],
        "signer": signer,
        "brand.name": brand,
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
        signer=signer,
    )


def _words(language: str) -> dict:
    return _WORDS.get(language, _WORDS["en"])


def _day(day: date, language: str) -> str:
    month = MONTHS.get(language, MONTHS["en"])[day.month - 1]
    return f"{day.day} {month[0].upper() if month[0] != 'i' else 'İ'}{month[1:]} {day.year}"
