"""The pages of a case's letters: what waits, what can be begun, the outcome of a withdrawal, two people."""

import pytest

from muhatap.cases.models import Message
from muhatap.letters.linting import OF_CASES, RECEIPTS, Sort
from muhatap.letters.models import PreparedLetter
from muhatap.money.models import RefundAnswer
from tests.world import make_case

REASON = "Para 12 Kasım günü banka hesabınıza ulaştı; banka bunu yazıyla doğruladı."
REFUSED = {"outcome": "refused", "ground": "paid", "words": REASON}


def place(case, rest: str = "") -> str:
    return f"/desk/cases/{case.number}/letters/{rest}"


def sent_to(case) -> int:
    return Message.objects.filter(case=case, author="staff").count()


def decided(sign_in, case):
    answer = sign_in("deniz").post(place(case, "answer/"), REFUSED)
    assert answer.status_code == 303
    return PreparedLetter.objects.get(case=case, because="refund_answered")


def test_a_refused_withdrawal_is_told_with_its_reason_and_the_way_to_appeal(sign_in, world):
    case = make_case(world)
    assert 'name="outcome"' in sign_in("deniz").get(place(case)).content.decode()
    letter = decided(sign_in, case)
    here = place(case, f"{letter.id}/")
    page = sign_in("deniz").get(here).content.decode()
    assert REASON in page
    assert 'value="send"' in page
    short = letter.text.replace(REASON, "Çünkü.")
    assert sign_in("deniz").post(here, {"do": "send", "text": short}).status_code == 422
    assert sent_to(case) == 0
    answer = sign_in("deniz").post(here, {"do": "send", "text": letter.text, "reason": REASON})
    assert answer.status_code == 303
    assert sent_to(case) == 1
    assert RefundAnswer.objects.get(case=case).told_at is not None
    assert sign_in("deniz").post(here, {"do": "send", "text": letter.text}).status_code == 409
    assert sent_to(case) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ground": ""}, "Reddin dayanağını"),
        ({"words": "Hayır"}, "denetleyebileceği"),
        ({"outcome": "approved"}, "Tutarı para birimiyle"),
    ],
)
def test_an_outcome_with_gaps_is_refused_with_words(sign_in, world, change, said):
    case = make_case(world)
    answer = sign_in("deniz").post(place(case, "answer/"), REFUSED | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RefundAnswer.objects.exists()


def test_a_regulated_refusal_waits_for_somebody_else(sign_in, world):
    world.brand.legal = {**world.brand.legal, "regulated": True}
    world.brand.save()
    case = make_case(world)
    letter = decided(sign_in, case)
    here = place(case, f"{letter.id}/")
    typed = {"text": letter.text, "reason": REASON}
    assert sign_in("deniz").post(here, typed | {"do": "send"}).status_code == 409
    assert sign_in("deniz").post(here, typed | {"do": "ask"}).status_code == 303
    assert sign_in("deniz").post(here, {"do": "agree"}).status_code == 409
    assert sent_to(case) == 0
    assert 'value="agree"' in sign_in("mert").get(here).content.decode()
    assert sign_in("mert").post(here, {"do": "agree"}).status_code == 303
    assert sent_to(case) == 1
    assert sign_in("pelin").post(here, {"do": "agree"}).status_code == 409


def test_letters_about_data_are_begun_by_compliance_alone(sign_in, world):
    case = make_case(world)
    for login, sort, status in (
        ("deniz", "sensitive", 303),
        ("deniz", "dsr_refuse", 403),
        ("pelin", "dsr_refuse", 303),
        ("deniz", "final", 403),
        ("deniz", "emergency", 403),
        ("gul", "sensitive", 403),
    ):
        answer = sign_in(login).post(place(case, "begin/"), {"sort": sort})
        assert (login, sort, answer.status_code) == (login, sort, status)
    assert sent_to(case) == 0


@pytest.mark.parametrize("sort", sorted(OF_CASES - RECEIPTS))
def test_every_letter_has_its_page(sign_in, world, sort):
    case = make_case(world)
    sign_in("pelin").post(place(case, "begin/"), {"sort": sort})
    letter = PreparedLetter.objects.get(case=case)
    assert letter.sort == Sort(sort)
    here = place(case, f"{letter.id}/")
    assert sign_in("pelin").get(here).status_code == 200
    assert sign_in("pelin").post(here, {"do": "aside", "reason": "Gerek yok"}).status_code == 303
    assert "bir yana kondu" in sign_in("pelin").get(here).content.decode()
