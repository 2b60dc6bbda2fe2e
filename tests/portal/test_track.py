"""Coming into a case: only with its own secret or link, and wrong tries tell nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.cases.keys import secret_of
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal import queries
from muhatap.portal.models import MailedLink
from muhatap.portal.operations import limiting
from tests.world import load, make_case

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]


@pytest.fixture
def case(shop):
    return make_case(shop, language="en")


def enter(client, case, secret=None, brand="nehir"):
    sent = {"number": case.number, "secret": secret_of(case) if secret is None else secret}
    return client.post(f"/{brand}/track/", sent)


def link_of(case) -> str:
    return queries.address_of(MailedLink.objects.get(case=case)).partition("8000")[2]


def test_number_and_secret_open_the_case_however_they_are_typed(visitor, case):
    sent = {
        "number": f" {case.number.replace('-', ' ')} ",
        "secret": secret_of(case).upper().replace("-", " "),
    }
    answer = visitor.post("/nehir/track/", sent)
    assert answer["Location"] == f"/nehir/cases/{case.number}/"
    assert visitor.get(answer["Location"]).status_code == 200


def test_a_wrong_secret_and_an_unknown_number_are_answered_alike(visitor, case):
    known = enter(visitor, case, "0000-0000-0000-0000-0000")
    unknown = visitor.post("/nehir/track/", {"number": "26-00000-00000", "secret": "x"})
    assert known.status_code == 403
    # The check digit tells a slip of the hand, never whether a case exists.
    assert unknown.status_code in {403, 422}
    other = "26-12345-67890"
    for digit in "0123456789":
        answer = visitor.post("/nehir/track/", {"number": f"{other[:-1]}{digit}", "secret": "x"})
        if answer.status_code == 403:
            strip = re.compile(r'value="[\d-]+"|csrfmiddlewaretoken" value="\w+"|data-now="[^"]+"')
            assert strip.sub("", answer.content.decode()) == strip.sub("", known.content.decode())
            return
    raise AssertionError("no number was valid")


def test_a_slip_in_the_number_is_named(visitor):
    answer = visitor.post("/nehir/track/", {"number": "26-12345-6789", "secret": "x"})
    assert answer.status_code == 422
    assert "twelve digits" in answer.content.decode()


def test_a_case_of_another_brand_stays_closed(visitor, case):
    assert enter(visitor, case, brand="liman").status_code == 403


def test_too_many_tries_are_stopped_and_the_number_stays(visitor, case, monkeypatch):
    monkeypatch.setattr(limiting, "TRACKING", limiting.Limit("track", 2, timedelta(minutes=10)))
    answers = [enter(visitor, case, "wrong") for _ in range(3)]
    assert [each.status_code for each in answers] == [403, 403, 429]
    assert case.number in answers[-1].content.decode()
    assert enter(visitor, case).status_code == 429


def test_an_own_cookie_opens_no_other_case(visitor, shop, case):
    other = make_case(shop, customer=1)
    enter(visitor, case)
    assert visitor.get(f"/nehir/cases/{other.number}/").status_code == 303
    thief = Client()
    thief.cookies["muhatap_case"] = visitor.cookies["muhatap_case"].value
    assert thief.get(f"/nehir/cases/{case.number}/").status_code == 200
    assert thief.get(f"/nehir/cases/{other.number}/").status_code == 303
    thief.cookies["muhatap_case"] = visitor.cookies["muhatap_case"].value[:-1] + "x"
    assert thief.get(f"/nehir/cases/{case.number}/").status_code == 303


@pytest.mark.parametrize("place", ["reply/", "not-satisfied/", "solved/", "survey/", "secret/", "leave/"])
def test_every_action_asks_for_the_secret_first(client, case, place):
    answer = client.post(f"/nehir/cases/{case.number}/{place}", {"text": "x", "words": "x", "score": "1"})
    assert answer.status_code == 303
    assert "/track/" in answer["Location"]
    assert load(case.id).message_count == case.message_count


def test_the_cookie_is_for_one_case_and_not_for_scripts(visitor, case):
    enter(visitor, case)
    cookie = visitor.cookies["muhatap_case"]
    assert cookie["path"] == f"/nehir/cases/{case.number}/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 7200


def test_asking_for_a_link_is_always_answered_alike(visitor, case):
    def ask(email):
        answer = visitor.post("/nehir/track/link/", {"number": case.number, "email": email})
        return answer.status_code, re.sub(
            r"[\w.]+@[\w.]+|csrf\S+ value=\S+|data-now=\S+", "", answer.content.decode()
        )

    assert ask("elif@posta.example") == ask("baska@posta.example")
    assert MailedLink.objects.count() == 1


def test_a_link_opens_once_and_only_when_the_button_is_pressed(visitor, case):
    visitor.post("/nehir/track/link/", {"number": case.number, "email": "ELIF@posta.example"})
    path = link_of(case)
    assert visitor.get(path).status_code == 200
    assert visitor.get(path).status_code == 200
    assert visitor.post(path)["Location"] == f"/nehir/cases/{case.number}/"
    assert visitor.get(f"/nehir/cases/{case.number}/").status_code == 200
    assert Client().post(path).status_code == 410
    assert Client().get(path).status_code == 410


def test_a_link_is_kept_only_as_a_digest_and_ends_after_half_an_hour(visitor, case):
    link = portal.mail_case_link(case=case, language="en", by=Actor.customer(None), at=timezone.now())
    token = link_of(case).split("/")[-2]
    row = str(MailedLink.objects.filter(id=link.id).values().get())
    assert token not in row
    late = timezone.now() + timedelta(minutes=30, seconds=1)
    assert not queries.link_is_good(case.brand_id, token, late)
    assert (
        portal.open_with_link(brand_id=case.brand_id, token=token, by=Actor.customer(None), at=late) is None
    )


def test_a_link_of_one_brand_opens_nothing_at_another(visitor, case):
    portal.mail_case_link(case=case, language="en", by=Actor.customer(None), at=timezone.now())
    assert visitor.post(link_of(case).replace("/nehir/", "/liman/")).status_code == 410


def test_no_more_than_five_links_an_hour_go_to_one_case(visitor, case):
    for _ in range(7):
        answer = visitor.post("/nehir/track/link/", {"number": case.number, "email": "elif@posta.example"})
        assert answer.status_code == 200
    assert MailedLink.objects.count() == 5


def test_a_new_secret_shuts_the_others_out(visitor, case):
    enter(visitor, case)
    other, old = Client(), secret_of(case)
    enter(other, case)
    shown = visitor.post(f"/nehir/cases/{case.number}/secret/").content.decode()
    new = secret_of(load(case.id))
    assert new in shown
    assert new != old
    assert visitor.get(f"/nehir/cases/{case.number}/").status_code == 200
    assert other.get(f"/nehir/cases/{case.number}/").status_code == 303
    assert enter(Client(), case, old).status_code == 403


def test_leaving_forgets_the_case(visitor, case):
    enter(visitor, case)
    visitor.post(f"/nehir/cases/{case.number}/leave/")
    assert visitor.get(f"/nehir/cases/{case.number}/").status_code == 303


@pytest.mark.parametrize("text", ["", "x" * 500, "26-00000-0000\x00", "٢٦-١٢٣٤٥-٦٧٨٩٠", "'; drop table"])
def test_whatever_is_typed_is_answered(visitor, text):
    assert visitor.post("/nehir/track/", {"number": text, "secret": text}).status_code in {403, 422}
    assert visitor.get("/nehir/track/", {"number": text}).status_code == 200
    assert visitor.post("/nehir/track/link/", {"number": text, "email": text}).status_code == 422
