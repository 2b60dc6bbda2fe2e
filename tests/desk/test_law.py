"""The law in force on the desk: proposed by one, activated by another. And how a case came."""

import pytest
from django.utils import timezone

from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.queries import packs_in_force
from muhatap.desk.case_page.arrival import arrival_of
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
PROPOSE = "/desk/law/nehir/TR-DATA/propose/"
DECIDE = "/desk/law/nehir/TR-DATA/decide/"


def test_two_people_activate_a_pack(world, sign_in):
    sign_in("arda").post(PROPOSE, {"reason": "KVKK yürürlükte"})
    page = sign_in("pelin").get("/desk/law/").content.decode()
    assert "KVKK yürürlükte" in page
    sign_in("arda").post(DECIDE, {"decision": "activate"})
    assert packs_in_force(world.brand) == []
    sign_in("pelin").post(DECIDE, {"decision": "activate"})
    assert [row.code for row in packs_in_force(world.brand)] == ["TR-DATA"]


def test_a_pack_is_refused_with_a_reason(world, sign_in):
    sign_in("arda").post(PROPOSE, {"reason": "deneme"})
    sign_in("pelin").post(DECIDE, {"decision": "refuse", "reason": "bizi bağlamaz"})
    assert proposal_waiting(world.brand, "rule-pack", "TR-DATA", timezone.now()) is None
    assert packs_in_force(world.brand) == []


def test_without_a_reason_nothing_is_proposed(world, sign_in):
    sign_in("arda").post(PROPOSE, {"reason": "  "})
    assert proposal_waiting(world.brand, "rule-pack", "TR-DATA", timezone.now()) is None


@pytest.mark.parametrize("login", ["deniz", "mert", "gul"])
def test_others_do_not_decide_about_law(sign_in, login):
    assert sign_in(login).get("/desk/law/").status_code == 403
    assert sign_in(login).post(PROPOSE, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("path", ["/desk/law/liman/TR-DATA/propose/", "/desk/law/nehir/XX/propose/", DECIDE])
def test_what_is_not_hers_or_not_there_is_missing(sign_in, path):
    assert sign_in("arda").post(path, {"reason": "x"}).status_code == 404


def test_the_desk_shows_what_was_missing_and_the_lane(world):
    case = make_case(world)
    case.intake = {"complete": False, "fields": ["iban"], "evidence": ["dekont"]}
    assert arrival_of(case, ("tr",), NOON).missing == ("iban", "dekont")
    assert arrival_of(case, ("tr",), NOON).lane == ""
    case.intake = {"complete": True, "fast_lane": {"from": 3, "to": 2}}
    assert arrival_of(case, ("tr",), NOON).lane != ""


def test_the_page_of_a_case_says_how_it_came(world, sign_in):
    case = make_case(world, at=timezone.now())
    case.intake = {"complete": False, "evidence": ["dekont-xyz"]}
    case.save(update_fields=["intake"])
    assert "dekont-xyz" in sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
