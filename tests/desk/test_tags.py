"""Tags on the desk: on a case, in the list, in search, for several cases, by rules and macros."""

import pytest
from django.utils import timezone

from muhatap.automation import operations as automation
from muhatap.automation.actions import Action, Do
from muhatap.automation.checking import Faulty
from muhatap.cases import operations as cases
from muhatap.desk.models import BulkChange
from muhatap.kernel.actors import Actor
from tests.automation.making import content, make_rule, turn
from tests.world import load, make_case

BY = Actor.system("test")


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now())


def test_tags_go_on_and_off_a_case_and_stand_in_the_list(world, sign_in, case):
    client, place = sign_in("deniz"), f"/desk/cases/{case.number}/"
    client.post(f"{place}tags/", {"add": "#VIP, geri arama, iade"})
    assert load(case.id).tags == ["geri-arama", "iade", "VIP"]
    page = client.get(place).content.decode()
    assert "q=tag%3AVIP" in page
    shown = client.get("/desk/").content.decode()
    assert (
        '<span class="tag">geri-arama</span><span class="tag">iade</span><span class="tag">+1</span>' in shown
    )
    client.post(f"{place}tags/", {"remove": "VIP"})
    assert load(case.id).tags == ["geri-arama", "iade"]
    for wrong in ({"add": "elif@posta.example"}, {"add": ""}, {"add": "a," * 30}):
        client.post(f"{place}tags/", wrong)
    assert load(case.id).tags == ["a", "geri-arama", "iade"]
    assert client.get("/desk/tags/known/").json() == {"tags": ["a", "geri-arama", "iade"]}
    assert sign_in("gul").post(f"{place}tags/", {"add": "x"}).status_code == 403
    assert sign_in("stranger").post(f"{place}tags/", {"add": "x"}).status_code == 404


def test_a_tag_is_found_and_offered(world, sign_in, case):
    other = make_case(world, at=timezone.now(), customer=1)
    cases.change_tags(case=case, add=["Geri-Arama"], by=BY, at=timezone.now())
    client = sign_in("deniz")
    for query in ("tag:geri-arama", "etiket:GERİ-ARAMA", "tag:geri*", "-tag:none"):
        page = client.get("/desk/search/", {"q": query}).content.decode()
        assert case.number in page, query
        assert other.number not in page, query
    offered = client.get("/desk/complete/", {"text": "tag:ger"}).content.decode()
    assert "Geri-Arama" in offered


def test_several_cases_get_a_tag_and_lose_it_again(world, sign_in):
    three = [make_case(world, at=timezone.now(), customer=number) for number in range(3)]
    cases.change_tags(case=three[0], add=["kargo"], by=BY, at=timezone.now())
    client, numbers = sign_in("deniz"), [case.number for case in three]
    lines = client.post("/desk/bulk/", {"case": numbers, "new_tag": "kargo"}).context["preview"].lines
    assert [bool(line.refusal) for line in lines] == [True, False, False]
    client.post("/desk/bulk/apply/", {"case": numbers, "act": "tag=kargo"})
    assert [load(case.id).tags for case in three] == [["kargo"]] * 3
    client.post(f"/desk/bulk/{BulkChange.objects.get().id}/undo/")
    assert [load(case.id).tags for case in three] == [["kargo"], [], []]
    client.post("/desk/bulk/apply/", {"case": numbers, "act": "untag=kargo"})
    assert [load(case.id).tags for case in three] == [[], [], []]


def test_rules_and_macros_tag(world, sign_in):
    now = timezone.now()
    make_rule(
        world,
        content("Etiketle", "opened", Action(Do.TAG, "para-çekme"), condition="topic:PAY-WD -tag:para-çekme"),
        at=now,
    )
    case = make_case(world, at=now)
    turn(now)
    assert load(case.id).tags == ["para-çekme"]
    deniz = world.staff["deniz"]
    said = automation.MacroContent(name="Bitti", actions=(Action(Do.UNTAG, "para-çekme"),))
    macro = automation.write_macro(brand=world.brand, macro=None, content=said, staff=deniz, by=BY, at=now)
    automation.run_macro(case=load(case.id), macro=macro, staff=deniz, by=Actor.staff(deniz.pk), at=now)
    assert load(case.id).tags == []
    with pytest.raises(Faulty):
        make_rule(world, content("Falsch", "opened", Action(Do.TAG, "elif@posta.example")), at=now)
