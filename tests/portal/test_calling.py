"""Callbacks and wishes on the customer's pages, with forms alone; and on the desk, with its refusals."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from muhatap.audit import relay
from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.cases.telling import telling_of
from muhatap.channels.call_queries import callback_of, slots_of
from muhatap.channels.models import Callback
from muhatap.customers.queries import consent_of
from muhatap.customers.telling import By
from muhatap.kernel.actors import Actor
from muhatap.portal import guard
from tests.channels.phone.calls import promise_calls
from tests.world import make_case

HER = Actor.customer(1)


@pytest.fixture
def desk(world):
    cache.clear()
    return promise_calls(world)


@pytest.fixture
def case(desk, client):
    client.cookies["muhatap_language"] = "en"
    case = make_case(desk, at=timezone.now() - timedelta(hours=2), language="en")
    assert client.post("/nehir/track/", {"number": case.number, "secret": secret_of(case)}).status_code == 303
    return case


def place(case, name):
    return f"/nehir/cases/{case.number}/{name}/"


def times(brand):
    return [slot.begins_at.isoformat() for slot in slots_of(brand, timezone.now()) if not slot.is_first]


def wish(desk, **more):
    given = {"phone": "0532 111 22 33", "name": "Elif Karaca", "email": "elif@posta.example"}
    given |= {"about": "Çekimim nerede?", "begins": times(desk.brand)[3], guard.STAMP: guard.fresh_stamp()}
    return given | more


def test_a_wish_from_the_public_page_gets_a_number_and_a_letter_once(desk, client):
    client.cookies["muhatap_language"] = "en"
    assert b"Call me back" in client.get("/nehir/callback/").content
    given = wish(desk)
    answer = client.post("/nehir/callback/", given)
    case = Case.objects.get()
    assert case.number in answer.content.decode()
    assert callback_of(case).phone == "+905321112233"
    client.post("/nehir/callback/", given)
    assert Case.objects.count() == 1
    relay.publish(at=timezone.now())
    relay.run_listeners(at=timezone.now())
    letters = Message.objects.filter(case=case, author=Author.AUTOMATIC, external_id__startswith="callback:")
    assert [each.text.count("+905321112233") for each in letters] == [1]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "12"}, b"give a number"),
        ({"about": ""}, b"What is it about"),
        ({"begins": ""}, b"choose when"),
        ({"begins": "x"}, b"choose when"),
        ({"email": "elif@"}, b"not complete"),
        ({"stamp": "x"}, b"open for very long"),
        ({"website": "x"}, b""),
    ],
)
def test_a_wish_that_cannot_be_kept_opens_no_case(desk, client, wrong, words):
    client.cookies["muhatap_language"] = "en"
    answer = client.post("/nehir/callback/", wish(desk, **wrong))
    assert answer.status_code == 422
    assert words in answer.content
    assert not Case.objects.exists()


def test_a_time_that_was_taken_meanwhile_opens_no_case(desk, client):
    answer = client.post("/nehir/callback/", wish(desk, begins="2020-01-01T10:00:00+00:00"))
    assert answer.status_code == 409
    assert not Case.objects.exists()


def test_a_brand_that_promises_no_calls_has_no_such_page(world, client):
    assert client.get("/nehir/callback/").status_code == 404


def test_she_books_moves_and_takes_back_on_her_own_page(desk, case, client):
    first, second = times(desk.brand)[2:4]
    client.post(place(case, "callback"), {"phone": "0532 111 22 33", "begins": first})
    assert callback_of(case).begins_at.isoformat() == first
    assert b"next in line" in client.get(place(case, "callback")).content
    client.post(place(case, "callback"), {"begins": second})
    assert callback_of(case).begins_at.isoformat() == second
    refused = client.post(place(case, "callback"), {"begins": "2020-01-01T10:00:00+00:00"})
    assert refused.status_code == 409
    client.post(place(case, "callback"), {"do": "cancel"})
    assert callback_of(case) is None
    client.post(place(case, "callback"), {"do": "cancel"})
    assert Callback.objects.count() == 1


def test_wishes_are_kept_for_one_case_until_she_proves_who_she_is(case, client):
    said = {"by": "page", "language": "tr", "large": "1", "quiet_from": "22:00", "quiet_until": "08:00"}
    said |= {"everywhere": "1", "may_decide": "1", "marketing": "1"}
    assert b"by a link that we mail" in client.get(place(case, "telling")).content
    answer = client.post(place(case, "telling"), said)
    assert (answer.status_code, answer.cookies["size"].value) == (303, "large")
    case = Case.objects.select_related("customer").get(id=case.id)
    assert (telling_of(case).by, case.language) == (By.PAGE, "tr")
    assert "telling" not in case.customer.preferences
    assert consent_of(case.customer_id, "marketing") is None
    assert case.customer.preferences["survey"] is False
    assert b'data-size="large"' in client.get(place(case, "sent")).content
    cases.confirm_identity(case=case, how=cases.ProofBy.LINK, by=HER, at=timezone.now())
    client.post(place(case, "telling"), said)
    case = Case.objects.select_related("customer").get(id=case.id)
    assert case.customer.preferences["telling"]["by"] == "page"
    assert consent_of(case.customer_id, "marketing").is_given
    page = client.get(place(case, "telling")).content.decode()
    assert 'name="marketing" value="1" checked' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "pigeon"},
        {"language": "xx"},
        {"quiet_from": "22:00", "quiet_until": ""},
        {"quiet_from": "25:00", "quiet_until": "08:00"},
        {"quiet_from": "08:00", "quiet_until": "08:00"},
    ],
)
def test_wishes_that_cannot_be_kept_change_nothing(case, client, wrong):
    said = {"by": "page", "language": "tr", "large": "1"} | wrong
    assert client.post(place(case, "telling"), said).status_code == 422
    case.refresh_from_db()
    assert case.telling is None


def test_everything_that_was_sent_is_told_with_its_reason(case, client):
    client.post(place(case, "telling"), {"by": "page", "language": "en"})
    new = cases.NewMessage(author=Author.STAFF, channel="email", text="Your money is on its way.")
    cases.post_message(case=Case.objects.get(id=case.id), new=new, by=HER, at=timezone.now())
    page = client.get(place(case, "sent")).content.decode()
    assert "Your money is on its way." in page
    assert "On this page only, as you wished" in page


def test_nobody_else_sees_or_changes_her_wishes(desk, case, client):
    other = make_case(desk, customer=1, at=timezone.now())
    for name in ("telling", "sent", "callback"):
        assert client.get(place(other, name)).status_code == 303
        assert client.post(place(other, name), {"by": "page", "language": "en"}).status_code in {303, 405}
    other.refresh_from_db()
    assert other.telling is None


def test_large_print_is_a_switch_on_every_page(desk, client):
    assert b'data-size="large"' in client.get("/nehir/contact/?size=large").content
    assert b'data-size="large"' in client.get("/nehir/contact/").content
    assert b"data-size" not in client.get("/nehir/contact/?size=normal").content
