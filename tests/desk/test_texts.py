"""Texts that staff use again: the shelf, the form, and one put into a reply."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases.models import Case, Draft
from muhatap.letters.models import TextModule
from tests.world import make_case

TEXT = {
    "name": "Selamlama",
    "category": "Genel",
    "text_tr": "Sayın {{customer.name}}, kaydınız {{case.number}}.",
}


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def shared(world, sign_in):
    sign_in("mert").post("/desk/texts/nehir/new/", {**TEXT, "is_shared": "on"})
    return TextModule.objects.get()


def test_a_shared_text_is_written_and_on_record(world, shared):
    assert shared.owner is None
    assert shared.texts == {"tr": TEXT["text_tr"]}
    assert Event.objects.filter(kind="text_module.saved").count() == 1


def test_an_agent_s_text_is_her_own_whatever_she_ticks(world, sign_in):
    sign_in("deniz").post("/desk/texts/nehir/new/", {**TEXT, "is_shared": "on"})
    assert TextModule.objects.get().owner == world.staff["deniz"]
    assert "Selamlama" not in sign_in("mert").get("/desk/texts/").content.decode()


def test_a_text_is_filled_in_the_language_of_the_case_and_counted(sign_in, shared, case):
    client = sign_in("deniz")
    response = client.post(
        f"/desk/cases/{case.number}/texts/{shared.id}/", headers={"X-Requested-With": "fetch"}
    )
    assert response.json() == {"text": f"Sayın Elif Karaca, kaydınız {case.number}.", "missing": []}
    shared.refresh_from_db()
    assert shared.used_count == 1


def test_a_text_that_lacks_the_language_says_so(sign_in, shared, case):
    Case.objects.filter(id=case.id).update(language="en")
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/texts/").content.decode()
    assert "tag" in page
    assert 'lang="tr"' in page
    assert "English" in sign_in("deniz").get("/desk/texts/").content.decode()


def test_without_script_a_text_goes_into_the_draft(sign_in, shared, case):
    client = sign_in("deniz")
    client.post(f"/desk/cases/{case.number}/draft/", {"author": "note", "text": "Ekibe"})
    client.post(f"/desk/cases/{case.number}/texts/{shared.id}/", {"into": "note"})
    assert Draft.objects.get().text == f"Ekibe\n\nSayın Elif Karaca, kaydınız {case.number}."


def test_the_next_promise_in_words(sign_in, case):
    client = sign_in("mert")
    text = "{{promise.next}} {{promise.next_at}} {{case.topic}} {{today}}"
    client.post("/desk/texts/nehir/new/", {"name": "Söz", "text_tr": text})
    module = TextModule.objects.get()
    found = client.post(
        f"/desk/cases/{case.number}/texts/{module.id}/", headers={"X-Requested-With": "fetch"}
    ).json()
    assert found["missing"] == []
    assert "Para çekme gecikmesi" in found["text"]


def test_a_list_narrows(sign_in, shared, case):
    client, address = sign_in("deniz"), f"/desk/cases/{case.number}/texts/"
    assert "Selamlama" in client.get(address, {"part": "options", "q": "SELAM"}).content.decode()
    assert "Selamlama" not in client.get(address, {"part": "options", "q": "iade"}).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"text_tr": ""},
        {"text_tr": "{{customer.iban}}"},
        {"text_en": "{{nothing}}"},
        {"name": "x" * 81},
    ],
)
def test_a_form_that_is_not_kept(sign_in, wrong):
    response = sign_in("deniz").post("/desk/texts/nehir/new/", {**TEXT, **wrong})
    assert response.status_code == 422
    assert not TextModule.objects.exists()


def test_a_name_is_taken_once_on_each_shelf(sign_in, shared):
    client = sign_in("mert")
    assert client.post("/desk/texts/nehir/new/", {**TEXT, "is_shared": "on"}).status_code == 422
    assert client.post("/desk/texts/nehir/new/", TEXT).status_code == 303


def test_a_preview_keeps_nothing(sign_in):
    page = sign_in("deniz").post("/desk/texts/nehir/new/", {**TEXT, "preview": "1"}).content.decode()
    assert "Sayın Elif Karaca, kaydınız 26-" in page
    assert not TextModule.objects.exists()


def test_a_text_is_changed_and_retired(sign_in, shared, case):
    client = sign_in("mert")
    place = f"/desk/texts/nehir/{shared.id}/"
    client.post(place, {**TEXT, "name": "Merhaba"})
    shared.refresh_from_db()
    assert (shared.name, shared.owner) == ("Merhaba", None)
    client.post(f"{place}retire/")
    assert "Merhaba" not in sign_in("deniz").get(f"/desk/cases/{case.number}/texts/").content.decode()
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(("login", "status"), [("deniz", 403), ("gul", 404), ("stranger", 404)])
@pytest.mark.parametrize("door", ["", "retire/"])
def test_who_may_not_change_a_shared_text(sign_in, shared, login, status, door):
    response = sign_in(login).post(f"/desk/texts/nehir/{shared.id}/{door}", TEXT)
    assert response.status_code == status
    shared.refresh_from_db()
    assert shared.retired_at is None


def test_an_auditor_has_no_shelf(sign_in):
    assert sign_in("gul").get("/desk/texts/").status_code == 403


def test_card_numbers_are_masked_in_texts_too(sign_in):
    sign_in("deniz").post("/desk/texts/nehir/new/", {**TEXT, "text_tr": "4242 4242 4242 4242"})
    assert "42424242" not in TextModule.objects.get().texts["tr"].replace(" ", "")
