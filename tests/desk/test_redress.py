"""The section of remedies on the page of a complaint: proposed, decided by another, carried out, refused."""

import pytest
from django.utils import timezone

from muhatap.complaints.models import Complaint
from muhatap.complaints.stages import Stage
from muhatap.money.models import Remedy
from tests.complaints import telling as tell
from tests.complaints.telling import fresh
from tests.complaints.test_redress import decide, offer, set_terms, upheld_before

FORM = {"kind": "goodwill", "amount": "149,90", "currency": "TRY", "words": "Gecikme için"}


def place(complaint, act="") -> str:
    return f"/desk/cases/{complaint.case.number}/complaint/{act}"


@pytest.fixture
def complaint(world):
    set_terms(world)
    return tell.investigated(world)


def test_from_proposal_to_proof(sign_in, world, complaint):
    deniz, mert = sign_in("deniz"), sign_in("mert")
    assert deniz.post(place(complaint, "remedy/"), FORM).status_code == 303
    remedy = Remedy.objects.get()
    assert remedy.amount == 14_990
    assert "149.90 TRY" in mert.get(place(complaint)).content.decode()
    answer = {"remedy": remedy.id, "answer": "agree"}
    assert mert.post(place(complaint, "remedy-decide/"), answer).status_code == 303
    Complaint.objects.filter(id=complaint.id).update(stage=Stage.APPLYING)
    proof = {"remedy": remedy.id, "done_on": "2026-11-19", "reference": "EFT-9"}
    assert deniz.post(place(complaint, "remedy-execute/"), proof).status_code == 303
    assert Remedy.objects.get().reference == "EFT-9"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"kind": "car"}, 422),
        ({"amount": "abc"}, 422),
        ({"words": ""}, 422),
        ({"amount": "500.01"}, 409),
        ({"currency": "EUR"}, 409),
        ({"kind": "compensation", "rate": "x"}, 422),
        (
            {
                "kind": "compensation",
                "rate": "9",
                "since": "2026-02-01",
                "until": "2026-01-01",
                "source": "K",
            },
            422,
        ),
    ],
)
def test_what_is_refused_keeps_what_was_typed(sign_in, world, complaint, wrong, status):
    page = sign_in("deniz").post(place(complaint, "remedy/"), FORM | wrong)
    assert page.status_code == status
    assert (FORM | wrong)["words"] in page.content.decode()
    assert not Remedy.objects.exists()


def test_the_proposer_is_not_offered_to_approve_and_cannot(sign_in, world, complaint):
    remedy = offer(world, complaint, "mert")
    mert = sign_in("mert")
    assert b'value="agree"' not in mert.get(place(complaint)).content
    answer = {"remedy": remedy.id, "answer": "agree"}
    page = mert.post(place(complaint, "remedy-decide/"), answer)
    assert page.status_code == 409
    assert Remedy.objects.get().state == "open"
    assert sign_in("selin").post(place(complaint, "remedy-decide/"), answer).status_code in {404, 409}
    assert sign_in("stranger").post(place(complaint, "remedy-decide/"), answer).status_code == 404
    assert sign_in("gul").post(place(complaint, "remedy-decide/"), answer).status_code in {403, 404}
    assert Remedy.objects.get().state == "open"


def test_a_remedy_of_another_case_is_none_of_this_page(sign_in, world, complaint):
    other = tell.investigated(world)
    remedy = offer(world, other)
    answer = {"remedy": remedy.id, "answer": "agree"}
    assert sign_in("mert").post(place(complaint, "remedy-decide/"), answer).status_code == 422
    assert Remedy.objects.get().state == "open"


def test_what_similar_ones_got_is_shown_first_and_binds(sign_in, world):
    set_terms(world)
    for amount in (10_000, 20_000, 30_000):
        upheld_before(world, amount, timezone.now())
    complaint = tell.investigated(world)
    deniz = sign_in("deniz")
    text = deniz.get(place(complaint)).content.decode()
    assert "100.00 TRY – 300.00 TRY" in text
    assert deniz.post(place(complaint, "remedy/"), FORM | {"amount": "400"}).status_code == 422
    reasoned = FORM | {"amount": "400", "deviation": "İki kez bekletildi"}
    assert deniz.post(place(complaint, "remedy/"), reasoned).status_code == 303


def test_the_section_is_accessible(transactional_db, world, page, dark_page, browse_as, axe):
    set_terms(world)
    complaint = tell.proposed(world)
    decide(world, complaint, offer(world, complaint))
    offer(world, complaint, amount=20_000)
    Complaint.objects.filter(id=complaint.id).update(stage=Stage.APPLYING)
    for window in (page, dark_page):
        browse_as(window, "mert")
        window.goto(place(fresh(complaint)))
        window.locator("#redress details").evaluate_all("all => all.forEach(each => each.open = true)")
        axe(window)


def test_it_is_proposed_and_approved_without_script(transactional_db, world, no_js_page, browse_as):
    set_terms(world)
    complaint = tell.investigated(world)
    browse_as(no_js_page, "deniz")
    no_js_page.goto(place(complaint))
    no_js_page.click("#redress details:last-of-type > summary")
    no_js_page.select_option("#rem-kind", "goodwill")
    no_js_page.fill("#rem-amount", "100")
    no_js_page.fill("#rem-words", "Gecikme için")
    no_js_page.press("#rem-words", "Tab")
    no_js_page.click("form[action='remedy/'] .btn-primary")
    assert Remedy.objects.get().amount == 10_000
    browse_as(no_js_page, "mert")
    no_js_page.goto(place(complaint))
    no_js_page.focus("#redress button[value=agree]")
    with no_js_page.expect_navigation():
        no_js_page.keyboard.press("Enter")
    assert Remedy.objects.get().state == "approved"
