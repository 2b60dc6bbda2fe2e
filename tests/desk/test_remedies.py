"""The page of remedies: terms are set by two people, sums and lines are read by those of the register."""

from muhatap.approvals.models import Proposal
from muhatap.money.models import RemedyTerms
from tests.complaints import telling as tell
from tests.complaints.test_redress import decide, offer, set_terms

FORM = {
    "currency": "TRY",
    "monthly": "2000",
    "propose-agent": "500",
    "approve-supervisor": "1000,50",
    "reason": "Y",
}


def test_two_people_set_terms(sign_in, world):
    arda, pelin = sign_in("arda"), sign_in("pelin")
    assert arda.post("/desk/remedies/nehir/", FORM).status_code == 303
    assert arda.post("/desk/remedies/nehir/", FORM).status_code == 409
    proposal = Proposal.objects.get()
    place = f"/desk/remedies/nehir/{proposal.id}/"
    assert arda.post(place, {"answer": "agree"}).status_code == 409
    assert sign_in("mert").post(place, {"answer": "agree"}).status_code in {403, 404}
    assert not RemedyTerms.objects.exists()
    assert pelin.post(place, {"answer": "agree"}).status_code == 303
    terms = RemedyTerms.objects.get().terms
    assert (terms.propose, terms.approve, terms.monthly) == (
        {"agent": 50_000},
        {"supervisor": 100_050},
        200_000,
    )
    assert pelin.post(place, {"answer": "agree"}).status_code == 404


def test_who_may_not(sign_in, world):
    assert sign_in("deniz").get("/desk/remedies/").status_code == 403
    assert sign_in("mert").post("/desk/remedies/nehir/", FORM).status_code == 403
    assert sign_in("arda").post("/desk/remedies/liman/", FORM).status_code == 404
    for wrong in ({"currency": "T"}, {"monthly": "x"}, {"propose-agent": "-1"}, {"approve-agent": "NaN"}):
        assert sign_in("arda").post("/desk/remedies/nehir/", FORM | wrong).status_code == 422


def test_lines_are_of_her_brands_only(sign_in, world):
    set_terms(world)
    complaint = tell.investigated(world)
    decide(world, complaint, offer(world, complaint))
    assert complaint.case.number in sign_in("mert").get("/desk/remedies/").content.decode()
    assert complaint.case.number not in sign_in("arda").get("/desk/remedies/").content.decode()
    assert complaint.case.number not in sign_in("stranger").get("/desk/remedies/").content.decode()


def test_the_page_is_accessible(transactional_db, world, page, dark_page, browse_as, axe):
    set_terms(world)
    complaint = tell.investigated(world)
    decide(world, complaint, offer(world, complaint))
    for window, login in ((page, "arda"), (dark_page, "pelin")):
        browse_as(window, login)
        window.goto("/desk/remedies/")
        axe(window)
