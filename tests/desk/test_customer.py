"""The page of a customer: who may see her, and two who turn out to be one person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.customers import operations as customers
from muhatap.customers.models import Customer, CustomerJoining, IdentityKind, LikelySame
from muhatap.kernel.actors import Actor
from tests.world import load, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    """Two customers of one brand, each with a case in the queue of payments."""
    now = timezone.now() - timedelta(hours=2)
    return make_case(world, at=now), make_case(world, at=now, customer=1)


def place(case, step=""):
    return f"/desk/customers/{case.customer_id}/{step}"


def join(client, into, other, reason="Telefonda doğruladı"):
    return client.post(place(into, "join/"), {"other": other.customer_id, "reason": reason})


def test_her_page_tells_who_she_is_and_what_she_wrote(sign_in, pair):
    said = sign_in("deniz").get(place(pair[0])).content.decode()
    assert "elif@posta.example" in said
    assert pair[0].number in said
    assert "Altı gündür bekliyorum" in said


@pytest.mark.parametrize(("login", "status"), [("selin", 404), ("stranger", 404), ("arda", 403)])
def test_whoever_may_read_none_of_her_cases_may_not_see_her(sign_in, pair, login, status):
    assert sign_in(login).get(place(pair[0])).status_code == status


def test_two_are_joined_and_parted_on_the_page(sign_in, pair):
    client = sign_in("mert")
    one, other = pair
    found = client.get(place(one), {"with": "hakan@posta.example"}).content.decode()
    assert f'value="{other.customer_id}"' in found
    assert join(client, one, other).status_code == 303
    assert load(other.id).customer_id == one.customer_id
    said = client.get(place(one)).content.decode()
    assert "hakan@posta.example" in said
    assert other.number in said
    hers = f"/desk/customers/{other.customer_id}/"
    assert other.number in client.get(hers).content.decode()
    assert client.post(f"{hers}part/", {"reason": "Kardeşiymiş"}).status_code == 303
    assert load(other.id).customer_id == other.customer_id


def test_the_case_page_and_its_chain_say_so(sign_in, pair):
    client = sign_in("mert")
    join(client, *pair)
    page = client.get(f"/desk/cases/{pair[1].number}/").content.decode()
    assert place(pair[0]) in page


@pytest.mark.parametrize(("login", "status"), [("deniz", 403), ("gul", 403), ("stranger", 404)])
def test_who_may_not_join_is_refused(sign_in, pair, login, status):
    assert join(sign_in(login), *pair).status_code == status
    assert not CustomerJoining.objects.exists()


def test_without_a_reason_or_with_somebody_of_another_brand_nothing_is_joined(sign_in, world, pair):
    client = sign_in("mert")
    assert join(client, *pair, reason=" ").status_code == 409
    assert join(client, pair[0], pair[0]).status_code == 409
    elsewhere = make_case(world, brand=world.other_brand, topic="")
    assert join(client, pair[0], elsewhere).status_code == 404
    assert client.post(place(pair[0], "join/"), {"other": "x"}).status_code == 404
    assert client.post(place(pair[0], "part/"), {"reason": "neden"}).status_code == 409
    assert not CustomerJoining.objects.exists()


def test_what_was_sent_to_her_stands_in_one_log(sign_in, world):
    case = make_case(world, at=timezone.now(), acknowledged=True)
    said = sign_in("deniz").get(place(case)).content.decode()
    assert 'id="letters-h"' in said


def suggest(pair):
    for case in pair:
        customers.prove_identity(
            customer=Customer.objects.get(id=case.customer_id),
            kind=IdentityKind.ACCOUNT,
            value="1004-7719",
            by=Actor.system("test"),
            at=timezone.now(),
        )
    return LikelySame.objects.get()


def test_a_suggestion_is_shown_with_its_reason_and_can_be_declined(sign_in, pair):
    alike = suggest(pair)
    client = sign_in("mert")
    assert "1004-7719" in client.get(place(pair[1])).content.decode()
    declined = client.post(place(pair[1], f"alike/{alike.id}/decline/"))
    assert declined.status_code == 303
    assert client.post(place(pair[1], f"alike/{alike.id}/decline/")).status_code == 404
    assert f"alike/{alike.id}" not in client.get(place(pair[0])).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fixture", ["page", "phone_page", "dark_page", "no_js_page"])
def test_the_page_bars_nobody(pair, request, browse_as, axe, fixture):
    suggest(pair)
    browser = browse_as(request.getfixturevalue(fixture), "mert")
    browser.goto(place(pair[0], "?with=hakan"))
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if fixture != "no_js_page":
        axe(browser)
    browser.locator("section.card input[name=other]").check()
    browser.locator("#join-why").fill("Kimliğini gösterdi")
    browser.locator("#join-why").press("Enter")
    browser.wait_for_selector("#history-h")
    assert CustomerJoining.objects.filter(parted_at__isnull=True).count() == 1
