"""Macros at the desk: chosen, looked at and run on a case or several, written by whom they belong to."""

import pytest

from muhatap.automation.models import Macro
from muhatap.cases.models import Draft, Message
from muhatap.cases.statuses import Author, Status
from muhatap.letters.models import HeldReply
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
NEW = "/desk/macros/nehir/new/"
GOOD = {
    "name": "Belge iste",
    "row": ["0", "1", "2"],
    "do-0": "priority",
    "value-0": "2",
    "do-1": "reply",
    "value-1": "draft",
    "text-tr-1": "Sayın {{customer.name}}, belgenizi bekliyoruz.",
    "text-en-1": "Dear {{customer.name}}",
    "do-2": "note",
    "text-tr-2": "Belge istendi",
    "save": "1",
}
SENT = GOOD | {
    "value-1": "send",
    "row": ["0", "1", "2", "3"],
    "do-3": "status",
    "value-3": "waiting_customer",
}


def made(client, said=GOOD, **more):
    answer = client.post(NEW, said | more)
    assert answer.status_code == 303
    return Macro.objects.order_by("-id").first()


def test_it_is_looked_at_before_it_is_run(world, sign_in):
    client, case = sign_in("deniz"), make_case(world)
    macro = made(client)
    place = f"/desk/cases/{case.number}/macros/{macro.id}/"
    page = client.get(place).content.decode()
    assert "Sayın Elif Karaca, belgenizi bekliyoruz." in page
    assert "Belge istendi" in page
    assert load(case.id).priority == 3
    assert client.post(place).status_code == 303
    assert load(case.id).priority == 2
    assert Draft.objects.get().text == "Sayın Elif Karaca, belgenizi bekliyoruz."
    assert "Belge iste" in client.get(f"/desk/cases/{case.number}/").content.decode()


def test_what_it_sends_leaves_the_usual_way_with_what_follows(world, sign_in, settings):
    settings.MUHATAP_UNDO_SECONDS = 8
    client, case = sign_in("deniz"), make_case(world)
    macro = made(client, SENT)
    place = f"/desk/cases/{case.number}/macros/{macro.id}/"
    seen = Message.objects.filter(case=case).order_by("-id").first().id
    assert client.post(place, {"seen": seen}).status_code == 303
    assert load(case.id).status != Status.WAITING_CUSTOMER
    assert HeldReply.objects.get().then == "wait"


def test_a_stale_sending_is_refused_and_nothing_is_done(world, sign_in):
    client, case = sign_in("deniz"), make_case(world)
    macro = made(client, SENT)
    answer = client.post(f"/desk/cases/{case.number}/macros/{macro.id}/", {"seen": "0"})
    assert answer.status_code == 409
    assert load(case.id).priority == 3
    assert not HeldReply.objects.exists()
    assert not Message.objects.filter(case=case, author=Author.NOTE).exists()


def test_several_cases_are_looked_at_and_done(world, sign_in):
    client = sign_in("deniz")
    one, two = make_case(world), make_case(world, customer=1)
    foreign = make_case(world, customer=2, brand=world.other_brand)
    macro = made(client)
    chosen = {"case": [one.number, two.number, foreign.number]}
    assert "Belge iste" in client.post("/desk/macros/several/", chosen).content.decode()
    page = client.post("/desk/macros/several/", chosen | {"macro": macro.id}).content.decode()
    assert "Hakan" in page
    assert foreign.number not in page
    assert client.post("/desk/macros/several/", chosen | {"macro": macro.id, "run": "1"}).status_code == 303
    assert [load(each.id).priority for each in (one, two, foreign)] == [2, 2, 3]


def test_whose_macros_they_are(world, sign_in):
    mine = made(sign_in("deniz"), shared="1")
    assert mine.owner == world.staff["deniz"]
    ours = made(sign_in("mert"), shared="1", name="Ortak")
    assert ours.is_shared
    selin = sign_in("selin")
    assert selin.get(f"/desk/macros/{mine.id}/").status_code == 404
    assert selin.get(f"/desk/macros/{ours.id}/").status_code == 403
    assert selin.post(f"/desk/macros/{ours.id}/retire/").status_code == 403
    case = make_case(world, topic="ACC-LOGIN")
    assert selin.get(f"/desk/cases/{case.number}/macros/{mine.id}/").status_code == 404
    assert selin.get(f"/desk/cases/{case.number}/macros/{ours.id}/").status_code == 200
    assert sign_in("gul").get(f"/desk/cases/{case.number}/macros/{ours.id}/").status_code == 403
    assert sign_in("mert").post(f"/desk/macros/{ours.id}/retire/").status_code == 303


def test_the_composer_is_offered_them(world, sign_in):
    client, case = sign_in("deniz"), make_case(world)
    macro = made(client)
    place = f"/desk/cases/{case.number}/macros/"
    listed = client.get(place, {"q": "belge"}, headers={"X-Requested-With": "fetch"}).content.decode()
    assert f'data-href="{place}{macro.id}/"' in listed
    assert (
        client.get(place, {"q": "zebra"}, headers={"X-Requested-With": "fetch"}).content.decode().strip()
        == ""
    )
    assert "Belge iste" in client.get(place).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, 'id="name-error"'),
        ({"text-en-1": ""}, 'id="row-1-error"'),
        ({"value-1": ""}, 'id="row-1-error"'),
        ({"row": []}, 'href="#add_do"'),
    ],
)
def test_what_is_wrong_stands_at_its_place(world, sign_in, wrong, said):
    answer = sign_in("deniz").post(NEW, GOOD | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Macro.objects.exists()
