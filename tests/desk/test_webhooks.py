"""The pages of webhooks: a secret shown once, a log with replay, and nothing for other roles."""

import re

import pytest
from django.test import Client

from muhatap.integrations import operations as integrations
from muhatap.integrations.models import CallState, Webhook, WebhookAttempt, WebhookCall
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
GOOD = {
    "brand": "nehir",
    "name": "Muhasebe",
    "url": "https://erp.example/hook",
    "noun": ["case.*"],
    "kinds": "",
}


def client_of(staff) -> Client:
    client = Client()
    client.force_login(staff)
    session = client.session
    session["second_factor_passed"] = staff.pk
    session.save()
    return client


@pytest.fixture
def admin(world):
    return client_of(world.staff["arda"])


def made(world):
    wanted = integrations.Wanted(name="Muhasebe", url=GOOD["url"], kinds=["case.opened"])
    return integrations.make_webhook(brand=world.brand, wanted=wanted, by=BY, at=NOON)


def test_it_is_made_and_its_secret_is_shown_once(admin, world):
    assert "case.*" in admin.get("/desk/webhooks/new/").content.decode()
    told = admin.post("/desk/webhooks/new/", GOOD).content.decode()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", told)[0]
    webhook = Webhook.objects.get()
    for place in ("/desk/webhooks/", f"/desk/webhooks/{webhook.id}/", f"/desk/webhooks/{webhook.id}/edit/"):
        assert secret not in admin.get(place).content.decode()
    assert "Muhasebe" in admin.get("/desk/webhooks/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://10.0.0.1/"}, {"url": "https://a:b@x.example/"}, {"noun": []}, {"kinds": "case.flown"}],
)
def test_what_cannot_be_is_told_beside_its_field(admin, wrong):
    answer = admin.post("/desk/webhooks/new/", GOOD | wrong)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Webhook.objects.exists()


def test_its_log_tells_why_and_tells_again(admin, world):
    webhook, _ = made(world)
    call = WebhookCall.objects.create(
        webhook=webhook, event_id=7, kind="case.opened", due_at=NOON, noted_at=NOON,
        state=CallState.GIVEN_UP, attempts=10, ended_at=NOON,
    )  # fmt: skip
    WebhookAttempt.objects.create(call=call, at=NOON, failure="private_address", milliseconds=3)
    place = f"/desk/webhooks/{webhook.id}/"
    assert "case.opened" in admin.get(f"{place}?state=given_up").content.decode()
    assert "evt_7" in admin.get(f"{place}calls/{call.id}/").content.decode()
    admin.post(f"{place}act/", {"act": "replay", "call": [str(call.id), "x", "9" * 30]})
    call.refresh_from_db()
    assert (call.state, call.attempts) == (CallState.WAITING, 0)


def test_it_is_stopped_changed_resumed_tested_and_removed(admin, world):
    webhook, secret = made(world)
    place = f"/desk/webhooks/{webhook.id}/"
    admin.post(f"{place}act/", {"act": "stop"})
    assert Webhook.objects.get().stopped_because == "by_hand"
    admin.post(f"{place}act/", {"act": "resume"})
    assert Webhook.objects.get().is_on
    admin.post(f"{place}edit/", GOOD | {"noun": ["clock.*"]})
    assert Webhook.objects.get().kinds == ["clock.*"]
    admin.post(f"{place}act/", {"act": "test"})
    assert WebhookCall.objects.get().kind == "webhook.tested"
    further = admin.post(f"{place}act/", {"act": "rotate"}).content.decode()
    assert "whsec_" in further
    assert secret not in further
    admin.post(f"{place}act/", {"act": "remove"})
    assert admin.get(place).status_code == 404


def test_other_roles_and_brands_see_nothing(world):
    webhook, _ = made(world)
    assert client_of(world.staff["deniz"]).get("/desk/webhooks/").status_code == 403
    assert client_of(world.staff["mert"]).get(f"/desk/webhooks/{webhook.id}/").status_code == 403
    assert client_of(world.stranger).get(f"/desk/webhooks/{webhook.id}/").status_code in {403, 404}


def test_every_event_stands_with_its_sentence(admin):
    text = admin.get("/desk/webhooks/events/").content.decode()
    assert "case.opened" in text
    assert "A customer&#x27;s matter got a number." in text
