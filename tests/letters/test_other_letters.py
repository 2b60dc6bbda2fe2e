"""Letters that decide nothing: each sort says what it owes, and is refused without it."""

from dataclasses import replace
from datetime import date

import pytest

from muhatap.letters.linting import DECIDING, LATE, RECEIPTS, Sort, lint
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
    (Sort.SETTLED, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.UNCONFIRMED, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.HOLDING, "new_date_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.REF_APPROVE, "amount_missing"): ("850 TL", "850 TL"),
    (Sort.REF_APPROVE, "payday_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.REF_PAID, "amount_missing"): ("850 TL", "850 TL"),
    (Sort.REF_PAID, "payday_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.REF_PAID, "reference_missing"): ("EFT-42-2026", "EFT-42-2026"),
    (Sort.REF_REFUSE, "refusal_missing"): ("yapamıyoruz", "cannot pay"),
    (Sort.REF_REFUSE, "because_missing"): ("12 Kasım", "12 November"),
    (Sort.REF_REFUSE, "appeal_missing"): ("tiraz", "ppeal"),
    (Sort.REF_REFUSE, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.REF_REFUSE, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.KYC_OK, "verified_missing"): ("doğrulandı", "verified"),
    (Sort.SENSITIVE, "not_here_missing"): ("yapamıyoruz", "cannot do this"),
    (Sort.SENSITIVE, "safe_way_missing"): ("destek.example", "destek.example"),
    (Sort.REF_ACK, "moment_missing"): ("12:00:07", "12:00:07"),
    (Sort.EMERGENCY, "moment_missing"): ("12:00:07", "12:00:07"),
    (Sort.DSR_ACK, "moment_missing"): ("12:00:07", "12:00:07"),
    (Sort.DSR_ID, "because_missing"): ("12 Kasım", "12 November"),
    (Sort.DSR_EXT, "because_missing"): ("12 Kasım", "12 November"),
    (Sort.DSR_EXT, "new_date_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.DSR_OUT, "safe_way_missing"): ("destek.example", "destek.example"),
    (Sort.DSR_OUT, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.DSR_OUT, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.DSR_REFUSE, "because_missing"): ("12 Kasım", "12 November"),
    (Sort.DSR_REFUSE, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.DSR_REFUSE, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.DPC_ACK, "new_date_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.DPC_OUT, "because_missing"): ("12 Kasım", "12 November"),
    (Sort.DPC_OUT, "body_missing"): ("Tüketici Hakem Heyeti", "Consumer Arbitration Panel"),
    (Sort.DPC_OUT, "body_day_missing"): ("7 Aralık 2026", "7 December 2026"),
    (Sort.BREACH_AUTH, "part_missing"): ("14 müşteri", "14 customers"),
    (Sort.BREACH_TOLD, "part_missing"): (
        "Bizden geliyor gibi görünen bağlantıları açmayın.",
        "Do not open links that only look as if they came from us.",
    ),
}
# What other tests take out of these two, and what every letter owes, whatever its sort.
OF_DECISIONS = {
    *("point_unanswered", "outcome_missing", "remedy_missing", "body_missing"),
}
OF_ALL = {"number_missing", "summary_missing", "signature_missing"}


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", Sort)
def test_every_rule_of_every_sort_is_tried(sort, language):
    """A letter that says nothing breaks every rule of its sort: each of them has its refusal above."""
    nothing = {"tr": "Bugün hava güzel ve deniz sakin.", "en": "The weather is fine and the sea is calm."}
    owed = rules("\n".join([nothing[language]] * 8), sort, language)
    tried = {rule for each, rule in TAKEN_OUT if each is sort} | (OF_ALL - _unsigned(sort))
    if sort in LATE:
        tried.add("why_late_missing")
    if sort in DECIDING:
        tried |= OF_DECISIONS | {"final_missing" if sort is Sort.DEADLOCK else "appeal_missing"}
    # A day is only missed where its body is named.
    assert owed == tried - {"body_day_missing"}


def _unsigned(sort: Sort) -> set[str]:
    return {"signature_missing"} if sort in RECEIPTS else set()
