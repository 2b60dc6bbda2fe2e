"""Acts that need to be sure who asks at the desk: off with the reason and the way."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.models import IdentityProof
from muhatap.cases.trust import Sensitive
from muhatap.letters.models import PreparedLetter
from tests.cases.test_trust import by, case_of_level, chartered
from tests.world import NOON


@pytest.fixture
def levels(world):
    chartered(world)
    return world


def card(sign_in, case, login="deniz") -> str:
    return sign_in(login).get(f"/desk/cases/{case.number}/account/").content.decode()


@pytest.mark.parametrize("level", range(4))
def test_the_buttons_are_off_below_their_level_with_reason_and_way(sign_in, levels, level):
    said = card(sign_in, case_of_level(levels, level))
    assert said.count('disabled aria-describedby="sensitive-why"') == (0 if level == 3 else len(Sensitive))
    assert ('id="sensitive-why"' in said, "private-link/" in said) == (level < 3, level < 3)


def test_the_door_refuses_what_a_forged_form_asks_for(sign_in, levels):
    case, client = case_of_level(levels, 0), sign_in("deniz")
    here = f"/desk/cases/{case.number}/"
    sent = {"action": "unlock", "reference": "OPR-1"}
    assert client.post(f"{here}sensitive/", sent).status_code == 409
    assert client.post(f"{here}identity/", {"how": "account"}).status_code == 409
    assert not IdentityProof.objects.filter(case=case).exists()
    cases.confirm_identity(case=case, how=cases.ProofBy.ACCOUNT, by=by(levels), at=NOON)
    assert client.post(f"{here}sensitive/", sent).status_code == 303
    assert client.post(f"{here}sensitive/", {"action": "unlock"}).status_code == 422
    assert sign_in("gul").post(f"{here}sensitive/", sent).status_code == 403


def test_the_private_link_is_a_letter_that_waits_once(sign_in, levels):
    case, client = case_of_level(levels, 1), sign_in("deniz")
    for _time in range(2):
        answer = client.post(f"/desk/cases/{case.number}/private-link/")
    letter = PreparedLetter.objects.get(case=case)
    assert answer["Location"].endswith(f"/letters/{letter.id}/")
    assert f"/{case.brand.code}/account/" in letter.text
    assert client.post(answer["Location"], {"do": "send", "text": letter.text}).status_code == 303


def test_a_second_person_is_sure_and_the_first_may_only_take_it_back(sign_in, levels):
    case = case_of_level(levels, 1)
    here = f"/desk/cases/{case.number}/assisted/"
    assert sign_in("deniz").post(here, {"reason": ""}).status_code == 422
    assert sign_in("deniz").post(here, {"reason": "Şubede görüldü"}).status_code == 303
    assert sign_in("deniz").post(here, {"reason": "Şubede görüldü"}).status_code == 409
    assert sign_in("deniz").post(f"{here}decide/", {"answer": "agree"}).status_code == 403
    assert "assisted/decide/" in card(sign_in, case, "mert")
    assert sign_in("mert").post(f"{here}decide/", {"answer": "agree"}).status_code == 303
    assert IdentityProof.objects.get(case=case).how == "assisted"
    assert sign_in("mert").post(f"{here}decide/", {"answer": "agree"}).status_code == 409
