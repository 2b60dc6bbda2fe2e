"""The linter of answers: a letter that passes, and one refusal for every rule in both languages."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.letters.linting import Body, DecidedPoint, LetterFacts, Sort, lint
from muhatap.letters.linting.phrases import forms_of, names_day
from muhatap.letters.linting.reading import reading_score, syllables
from muhatap.letters.linting.wording import RULES, flaw_words, place_words
from tests.letters.test_other_letters import TAKEN_OUT

LETTERS = {
    "tr": """Sayın Elif Karaca,

Kısaca
Şikâyetinizde kısmen haklısınız.
850 TL size geri ödenir. Son gün: 2 Aralık 2026.
Dışarıda TÖDEB Hakem Heyeti kurumuna 19 Ocak 2027 gününe kadar gidebilirsiniz.

Kayıt numaranız: 26-00012-34568

1. Para çekme altı gündür gelmedi
Bu noktada haklısınız. Para aracı kuruluşta kaldı ve biz bunu geç gördük.

2. Kimse aramadı
Bu noktayı haklı bulmadık. Sizi 12 Kasım günü iki kez aradık, kimse açmadı.

Sizin için yaptığımız: 850 TL size geri ödenir.

Karara itiraz edebilirsiniz. Bu mesajı yanıtlayın.

Bizim dışımızda TÖDEB Hakem Heyeti var: son gün 19 Ocak 2027.

Deniz Aydın
Nehir""",
    "en": """Dear Elif Karaca,

In short
We partly uphold your complaint.
850 TL is paid back to you. Last day: 2 December 2026.
You can also go to the TÖDEB Panel until 19 January 2027.

Your case number: 26-00012-34568

1. The money did not come for six days
We uphold this point. The money lay with a bank and we saw it too late.

2. Nobody called
We do not uphold this point. We called you twice on 12 November and left word.

What we do for you: 850 TL is paid back to you.

You can appeal. Just answer this letter.

Outside our house you can go to the TÖDEB Panel: last day 19 January 2027.

Deniz Aydın
Nehir""",
}
POINTS = {
    "tr": ("Para çekme altı gündür gelmedi", "Kimse aramadı"),
    "en": ("The money did not come for six days", "Nobody called"),
}
FACTS = {
    language: LetterFacts(
        language=language,
        number="26-00012-34568",
        points=(
            DecidedPoint(number=1, text=POINTS[language][0], finding="upheld"),
            DecidedPoint(number=2, text=POINTS[language][1], finding="not_upheld"),
        ),
        outcome="partly",
        remedy={"tr": "850 TL size geri ödenir.", "en": "850 TL is paid back to you."}[language],
        do_by=date(2026, 12, 2),
        bodies=(
            Body(name={"tr": "TÖDEB Hakem Heyeti", "en": "TÖDEB Panel"}[language], last_on=date(2027, 1, 19)),
        ),
        signer="Deniz Aydın",
        internal_names=("tier2-payments", "Ödemeler / ikinci kademe", "Para çekme", "Payments"),
        notes=("müşteri çok sinirli bir dahaki sefere dikkat edelim", "client is angry be careful next time"),
    )
    for language in LETTERS
}


def rules(text: str, facts: LetterFacts) -> set[str]:
    return {flaw.rule for flaw in lint(text, facts).flaws}


@pytest.mark.parametrize("language", LETTERS)
def test_a_whole_letter_passes(language):
    found = lint(LETTERS[language], FACTS[language])
    assert found.flaws == ()
    assert found.passes
    assert found.score > 50


# Rule: for both languages what is replaced in the good letter by what.
REPLACED = {
    "number_missing": (("26-00012-34568", ""), ("26-00012-34568", "")),
    "summary_missing": (("Kısaca\n", ""), ("In short\n", "")),
    "summary_long": (("Kısaca\n", "Kısaca\n" + "Satır.\n" * 4), ("In short\n", "In short\n" + "Line.\n" * 4)),
    "point_unanswered": (("2. Kimse aramadı", "Kimse aramadı"), ("2. Nobody called", "Nobody called")),
    "decision_missing": (("Bu noktayı haklı bulmadık. ", ""), ("We do not uphold this point. ", "")),
    "decision_differs": (
        ("Bu noktayı haklı bulmadık.", "Bu noktada haklısınız."),
        ("We do not uphold this point.", "We uphold this point."),
    ),
    "reason_missing": (
        (" Sizi 12 Kasım günü iki kez aradık, kimse açmadı.", ""),
        (" We called you twice on 12 November and left word.", ""),
    ),
    "outcome_missing": (
        ("Şikâyetinizde kısmen haklısınız.", "Kararımız aşağıda."),
        ("We partly uphold your complaint.", "Our decision is below."),
    ),
    "outcome_differs": (("kısmen haklısınız", "haklısınız"), ("partly uphold", "uphold")),
    "remedy_missing": (("850 TL", "Tutar"), ("850 TL", "The sum")),
    "remedy_day_missing": (("2 Aralık 2026", "yakında"), ("2 December 2026", "soon")),
    "appeal_missing": (("Karara itiraz edebilirsiniz. ", ""), ("You can appeal. ", "")),
    "body_missing": (("TÖDEB Hakem Heyeti", "bir heyet"), ("TÖDEB Panel", "panel")),
    "body_day_missing": (("19 Ocak 2027", "9 Ocak 2027"), ("19 January 2027", "9 January 2027")),
    "signature_missing": (("Deniz Aydın", "Ekibimiz"), ("Deniz Aydın", "Your team")),
}


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("rule", REPLACED)
def test_what_is_missing_is_refused(rule, language):
    old, new = REPLACED[rule][language == "en"]
    assert old in LETTERS[language]
    assert rule in rules(LETTERS[language].replace(old, new), FACTS[language])


# Rule: for both languages what is added.
ADDED = {
    "secret_card": ("Kartınız: 4111 1111 1111 1111.", "Your card: 4111 1111 1111 1111."),
    "secret_iban": ("IBAN: TR330006100519786457841326.", "IBAN: GB82WEST12345698765432."),
    "secret_tckn": ("Kimlik no 10000000146.", "Identity number 10000000146."),
    "secret_cvv": ("Güvenlik kodu 123.", "The security code is 123."),
    "secret_masked": ("Kartınız ************1111.", "Your card ************1111."),
    "other_number": ("Bakınız 26-00012-34596.", "See 26-00012-34596."),
    "unfilled": ("Sayın {{customer.name}},", "Pay [amount] now."),
    "closed_platform": ("https://ec.europa.eu/consumers/odr", "See ec.europa.eu/odr"),
    "internal": ("Kaydınız ödeme kuyruğunda.", "It lies in the payments queue."),
    "note_quoted": (
        "Müşteri çok sinirli, bir dahaki sefere bakarız.",
        "The client is angry, be careful next time.",
    ),
    "blame": ("Bu sizin hatanız.", "You failed to read it."),
    "advertising": ("Yeni kampanyamıza bakın.", "Here is a special offer for you."),
    "tipping_off": ("Şüpheli işlem bildirdik.", "We made a suspicious transaction report."),
    "jargon": ("İşlem temerrüde düştü.", "This is without prejudice."),
}


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("rule", ADDED)
def test_what_must_not_be_there_is_refused_with_its_line(rule, language):
    text = LETTERS[language] + "\n\n" + ADDED[rule][language == "en"]
    found = [flaw for flaw in lint(text, FACTS[language]).flaws if flaw.rule == rule]
    assert [flaw.line for flaw in found] == [text.count("\n") + 1]
    assert {flaw.rule for flaw in lint(text, FACTS[language]).flaws} == {rule}


@pytest.mark.parametrize("name", ["tier2-payments", "Ödemeler / ikinci kademe"])
def test_names_that_no_sentence_says_are_internal_and_ordinary_words_are_not(name):
    assert "internal" in rules(f"{LETTERS['tr']}\n\nBunu {name} yaptı.", FACTS["tr"])
    assert "internal" not in rules(f"{LETTERS['tr']}\n\nPara çekme işlemi tamam.", FACTS["tr"])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("tr", "İşlem temerrüde düştü (ödeme günü geçti)."),
        ("en", "We pay this ex gratia. That is, we need not, but we want to."),
    ],
)
def test_jargon_that_is_explained_passes(language, said):
    assert rules(f"{LETTERS[language]}\n\n{said}", FACTS[language]) == set()


def test_her_other_cases_may_be_named():
    text = LETTERS["tr"] + "\n\nBakınız 26-00012-34596."
    facts = replace(FACTS["tr"], own_numbers=frozenset({"26-00012-34596"}))
    assert rules(text, facts) == set()


def test_the_language_is_hers():
    assert "wrong_language" in rules(LETTERS["en"] + LETTERS["en"], FACTS["tr"])
    assert "wrong_language" in rules(LETTERS["tr"] + LETTERS["tr"], FACTS["en"])


@pytest.mark.parametrize("language", LETTERS)
def test_length_and_plainness(language):
    word = {"tr": "değerlendirilememesindendir ", "en": "incomprehensibilities "}[language]
    assert "too_long" in rules(LETTERS[language] + " ev" * 1300, FACTS[language])
    assert "too_short" in rules("x", FACTS[language])
    assert "too_long" in rules("x" * 60_000, FACTS[language])
    assert "hard_to_read" in rules(LETTERS[language] + "\n\n" + word * 150, FACTS[language])


HOLDING = {
    "tr": (
        "Sayın Elif,\n\nKısaca\nYanıtımız gecikti, özür dileriz.\nYeni gün: 3 Aralık 2026.\n\n26-00012-34568"
        "\n\n"
        "Gecikmenin nedeni: bankanın yanıtını bekliyoruz. Bu yüzden size en geç 3 Aralık 2026 günü yazarız. "
        "O güne kadar her noktaya bakmayı sürdürürüz ve sizi haberdar ederiz.\n\nDeniz Aydın"
    ),
    "en": (
        "Dear Elif,\n\nIn short\nOur answer is late. Sorry.\nNew day: 3 December 2026.\n\n26-00012-34568"
        "\n\n"
        "It is late because the bank has not yet sent its records. We write to you by 3 December 2026. "
        "Until then we go on and keep you in the picture.\n\nDeniz Aydın"
    ),
}


@pytest.mark.parametrize("language", HOLDING)
def test_a_late_answer_says_why_and_until_when(language):
    facts = replace(FACTS[language], sort=Sort.HOLDING, new_date=date(2026, 12, 3))
    assert rules(HOLDING[language], facts) == set()
    assert "new_date_missing" in rules(HOLDING[language].replace("3 ", "4 "), facts)
    silent = HOLDING[language].replace("nedeni:", "").replace("bekliyoruz", "yok").replace("because", "and")
    assert "why_late_missing" in rules(silent, facts)


@pytest.mark.parametrize(("language", "said"), [("tr", "Bu son kararımızdır."), ("en", "This is final.")])
def test_a_last_word_says_that_it_is_one(language, said):
    facts = replace(FACTS[language], sort=Sort.DEADLOCK, may_appeal=False)
    assert rules(LETTERS[language], facts) == {"final_missing"}
    assert rules(f"{LETTERS[language]}\n\n{said}", facts) == set()


def test_every_rule_has_its_words():
    tried = {*REPLACED, *ADDED, "wrong_language", "too_long", "too_short", "hard_to_read", "could_be_plainer"}
    tried |= {"summary_late", "new_date_missing", "why_late_missing", "final_missing"}
    tried |= {"settled_missing", "fresh_eyes_missing", "opens_again_missing", "route_nowhere"}
    tried |= {rule for _sort, rule in TAKEN_OUT}
    assert tried == set(RULES)
    for language, letter in LETTERS.items():
        for flaw in lint(letter.replace("1.", ""), FACTS[language]).flaws:
            assert all(flaw_words(flaw))
            assert place_words(flaw)


def test_scores_are_those_of_their_authors():
    # Six words, two sentences, thirteen syllables.
    text = "Ali okula gitti. Ayşe evde kaldı."
    assert reading_score(text, "tr") == pytest.approx(198.825 - 40.175 * 13 / 6 - 2.610 * 3)
    assert reading_score("The cat sat on the mat.", "en") == pytest.approx(206.835 - 84.6 - 1.015 * 6)
    assert [syllables(word, "en") for word in ("table", "make", "water", "rhythm")] == [2, 1, 2, 1]


@given(st.text(max_size=400))
def test_any_text_can_be_looked_at(text):
    for facts in FACTS.values():
        found = lint(text, facts)
        assert all(0 <= flaw.line <= text.count("\n") + 1 for flaw in found.flaws)
        assert not found.passes


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_day_is_found_in_every_form_and_no_other_day_is(day, other):
    for language in LETTERS:
        for form in forms_of(day, language):
            assert names_day(f"son gün {form}.", day, language)
            if other != day and form in forms_of(day, language)[:3]:
                assert not names_day(f"son gün {form}.", other, language)


@given(st.sampled_from(sorted(LETTERS)), st.integers(0, 1), st.data())
def test_without_a_points_paragraph_no_letter_passes(language, index, data):
    paragraphs = LETTERS[language].split("\n\n")
    at = next(i for i, each in enumerate(paragraphs) if each.startswith(f"{index + 1}."))
    del paragraphs[at]
    moved = paragraphs[:3] + data.draw(st.permutations(paragraphs[3:]))
    assert "point_unanswered" in rules("\n\n".join(moved), FACTS[language])


@pytest.mark.parametrize("piece", ["a", "{%", "<<", "{{", "a.", "[", "@a", "1-", "Ek: ", "a b "])
def test_a_letter_of_one_piece_again_and_again_is_looked_at_like_any_other(piece):
    text = piece * (50_000 // len(piece))
    assert not lint(text, replace(FACTS["tr"], notes=(text,))).passes
