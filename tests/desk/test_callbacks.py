"""The desk's list of promised calls, "I call now", the outcome, and the delivery log of a case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.call_queries import callback_of, slots_of
from muhatap.channels.models import CallAttempt
from muhatap.customers.telling import By, Telling
from muhatap.kernel.actors import Actor
from tests.channels.phone.calls import promise_calls
from tests.world import make_case

HER = Actor.customer(1)


@pytest.fixture
def case(world):
    promise_calls(world)
    return make_case(world, at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def callback(world, case):
    begins_at = slots_of(world.brand, timezone.now())[0].begins_at
    return channels.promise_callback(
        case=case, phone="0532 111 22 33", begins_at=begins_at, by=HER, at=timezone.now()
    )


def test_a_call_is_made_and_noted_by_one_person(world, callback, sign_in):
    deniz = sign_in("deniz")
    page = deniz.get("/desk/callbacks/").content.decode()
    assert "tel:+905321112233" in page
    place = f"/desk/callbacks/{callback.id}/"
    assert deniz.post(f"{place}note/", {"outcome": "answered"}).status_code == 409
    assert deniz.post(f"{place}call/").headers["location"] == place
    assert sign_in("mert").post(f"{place}call/").headers["location"] == "/desk/callbacks/"
    assert sign_in("mert").post(f"{place}note/", {"outcome": "answered"}).status_code == 409
    assert deniz.post(f"{place}note/", {"outcome": "sang"}).status_code == 422
    assert deniz.post(f"{place}note/", {"outcome": "other_time", "other": "x"}).status_code == 422
    assert deniz.post(f"{place}note/", {"outcome": "answered", "note": "Anlattım."}).status_code in {302, 303}
    assert Message.objects.get(case=callback.case, author=Author.NOTE).text == "Anlattım."
    assert CallAttempt.objects.get().staff_id == world.staff["deniz"].pk
    assert b"905321112233" in deniz.get("/desk/callbacks/?over=1").content


def test_nobody_of_another_brand_sees_a_call_and_auditors_make_none(callback, sign_in):
    place = f"/desk/callbacks/{callback.id}/"
    for path in (place, "/desk/callbacks/"):
        assert b"905321112233" not in sign_in("stranger").get(path).content
    assert sign_in("stranger").post(f"{place}call/").status_code == 404
    assert sign_in("gul").post(f"{place}call/").status_code in {403, 404}
    assert not CallAttempt.objects.exists()


def test_staff_promise_a_call_on_a_case(world, case, sign_in):
    deniz, place = sign_in("deniz"), f"/desk/cases/{case.number}/callback/"
    begins = slots_of(world.brand, timezone.now())[2].begins_at.isoformat()
    assert deniz.post(place, {"phone": "12", "begins": begins}).status_code == 422
    assert deniz.post(place, {"phone": "0532 111 22 33", "begins": "x"}).status_code == 422
    assert deniz.post(place, {"phone": "0532 111 22 33", "begins": begins}).status_code in {302, 303}
    assert callback_of(case).begins_at.isoformat() == begins


def test_the_log_and_the_composer_say_how_she_wishes_to_be_told(case, sign_in):
    telling = Telling(By.PHONE, is_large=True)
    cases.prefer(case=case, telling=telling, language="tr", is_everywhere=True, by=HER, at=timezone.now())
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Paranız yolda.")
    cases.post_message(case=case, new=new, by=HER, at=timezone.now())
    # Who wishes to be called is promised the earliest call with the answer, once.
    assert channels.owe_calls(by=HER, at=timezone.now()) == 1
    assert channels.owe_calls(by=HER, at=timezone.now()) == 0
    deniz = sign_in("deniz")
    log = deniz.get(f"/desk/cases/{case.number}/sent/").content.decode()
    assert "Paranız yolda." in log
    assert case.customer.phone in log
    assert "data-wishes" in deniz.get(f"/desk/cases/{case.number}/").content.decode()
    called = deniz.get(f"/desk/callbacks/{callback_of(case).id}/").content.decode()
    assert "Paranız yolda." in called
