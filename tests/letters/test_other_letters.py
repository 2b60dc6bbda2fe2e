"""Letters that decide nothing: each sort says what it owes, and is refused without it."""

from dataclasses import replace
from datetime import date

import pytest

from muhatap.letters.linting import DECIDING, Sort, lint
from muhatap.letters.merging import shipped_template
from muhatap.letters.sample import sample_facts, sample_letter

TODAY = date(2026, 11, 23)
LANGUAGES = ("tr", "en")


def letter(sort: Sort, language: str) -> str:
    text = shipped_template(sort, language)
    return sample_letter(text, sort, language, brand="Nehir", signer="Deniz Aydın", today=TODAY)


def rules(text: str, sort: Sort, language: str, **facts) -> set[str]:
    known = sample_facts(sort, language, signer="Deniz Aydın", today=TODAY)
    return {flaw.rule for flaw in lint(text, replace(known, **facts)).flaws}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", Sort)
def test_what_comes_with_the_product_may_leave(sort, language):
    assert rules(letter(sort, language), sort, language) == set()


# Sort and rule: for both languages what is taken out.
TAKEN_OUT = {
    (Sort.EIGHT_WEEKS, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.EIGHT_WEEKS, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.EIGHT_WEEKS, "new_date_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.SETTLED, "settled_missing"): ("çöz", "settled"),
    (Sort.SETTLED, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.APPEAL_BEGUN, "fresh_eyes_missing"): ("hiç ilgilenmemiş", "has never worked on"),
    (Sort.APPEAL_BEGUN, "new_date_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.ROUTE, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.ROUTE, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.UNCONFIRMED, "opens_again_missing"): ("yeniden aç", "opens"),
    (Sort.UNCONFIRMED, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("sort", "rule"), TAKEN_OUT)
def test_what_a_sort_owes_is_asked_for(sort, rule, language):
    whole, gone = letter(sort, language), TAKEN_OUT[sort, rule][language == "en"]
    assert gone in whole
    assert rule in rules(whole.replace(gone, ""), sort, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", [Sort.HOLDING, Sort.EIGHT_WEEKS])
def test_a_late_answer_of_either_sort_says_why(sort, language):
    text = letter(sort, language)
    for word in ("nedeni", "bekliyoruz", "because", "reason", "Because"):
        text = text.replace(word, "")
    assert "why_late_missing" in rules(text, sort, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_nowhere_does_not_leave(language):
    assert rules(letter(Sort.ROUTE, language), Sort.ROUTE, language, bodies=()) == {"route_nowhere"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", sorted(set(Sort) - DECIDING))
def test_what_no_letter_may_hold_is_refused_in_each(sort, language):
    bad = {"tr": "Yeni kampanyamıza bakın.", "en": "Here is a special offer for you."}[language]
    assert rules(f"{letter(sort, language)}\n\n{bad}", sort, language) == {"advertising"}
