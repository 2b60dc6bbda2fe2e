"""An app's user is who her operator says, a token is taken once, and the case is the same on every way."""

import time

import pytest
from django.test import override_settings

from muhatap.cases.models import Case
from muhatap.channels.chat_models import AppKey, Chat, PushTarget
from muhatap.channels.models import Delivery
from muhatap.channels.operations.app_keys import WeakKey, keep_app_key, retire_app_key
from muhatap.channels.outbox import rendered
from muhatap.kernel.actors import Actor
from tests.channels.in_app.conftest import SECRET, signed
from tests.channels.live_chat.conftest import Device
from tests.channels.live_chat.conftest import chatting as chatting
from tests.channels.live_chat.test_calls import reply
from tests.world import NOON

pytestmark = pytest.mark.django_db
ADMIN = Actor.system("test")
HOOK = {"nehir": ("https://app.nehir.example/push", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")}


@pytest.fixture
def app(chatting, settings):
    settings.MUHATAP_ORIGIN = "https://desk.example"
    for brand in (chatting.brand, chatting.other_brand):
        keep_app_key(brand=brand, name="mobile", algorithm="HS256", material=SECRET, by=ADMIN, at=NOON)
    return Device(chatting.brand.code, origin="")


def token(jti="t-1", brand="nehir", **more):
    now = int(time.time())
    claims = {"sub": "u-17", "jti": jti, "aud": f"https://desk.example/{brand}", "iat": now, "exp": now + 300}
    return signed({**claims, "name": "Elif Karaca", "email": "elif@posta.example", **more})


def session(app, status=200, **more):
    body = {"client_id": "first-message", "topic": "ACC-LOGIN", "text": "Giremiyorum", "token": token()}
    return app.ask("session", status, "app", **{**body, **more})


def test_a_vouched_user_opens_a_verified_case_and_is_told_to_update(app):
    told = session(app, version="3.1.4", place={"app": "3.1.4", "os": "Android 16", "page": "x"})
    case = Case.objects.get(number=told["number"])
    assert (case.channel, case.customer.account_no) == ("in_app", "u-17")
    assert (told["update"], told["minimum_version"]) == (True, "3.2")
    assert Chat.objects.get().place == {"app": "3.1.4", "os": "Android 16"}
    assert len(case.tags) == 1, "the case is found by its tag"
    assert app.write("message-2", "Şimdi de olmuyor")["number"] == case.number


@pytest.mark.parametrize("version", ["3.2", "4.0.1", "", "beta"])
def test_an_app_that_is_new_enough_or_says_nothing_is_not_tagged(app, version):
    told = session(app, version=version, place={"os": "iOS 26"})
    assert told["update"] is False
    assert Case.objects.get(number=told["number"]).tags == []


def test_a_token_is_taken_once_and_only_by_its_brand(app, chatting):
    session(app)
    again = Device(chatting.brand.code, origin="")
    assert session(again, 401)["why"] == "spent"
    other = Device(chatting.other_brand.code, origin="")
    assert session(other, 401, token=token("t-2"))["why"] == "audience"
    assert session(again, 401, token=token("t-3")[:-4] + "AAAA")["why"] == "signature"
    assert session(again, 401, token=None)["why"] == "missing"


def test_a_retired_key_vouches_for_nobody(app, chatting):
    key = AppKey.objects.get(brand=chatting.brand)
    retire_app_key(key=key, by=ADMIN, at=NOON)
    assert session(app, 401)["why"] == "key"
    with pytest.raises(WeakKey):
        keep_app_key(
            brand=chatting.brand, name="weak", algorithm="HS256", material=b"short", by=ADMIN, at=NOON
        )


def test_an_answer_is_pushed_without_its_words_unless_it_is_read_first(app, chatting):
    with override_settings(MUHATAP_PUSH_HOOKS=HOOK):
        number = session(app)["number"]
        place = {"endpoint": "https://fcm.googleapis.com/fcm/send/1", "p256dh": "BA", "auth": "AA"}
        app.ask("subscribe", 200, "app", **place)
        app.ask("subscribe", 200, "app", **place)
        assert PushTarget.objects.count() == 1
        reply(chatting, number, "Şifrenizi yeniledik.")
        pushes = Delivery.objects.filter(channel="in_app")
        assert {each.recipient for each in pushes} == {"webhook", str(PushTarget.objects.get().id)}
        assert pushes.count() == 2
        chatting.brand.contact = {"email": "destek@nehir.example"}
        chatting.brand.save()
        body = rendered(pushes.get(recipient="webhook"))
        assert b"u-17" in body
        assert number.encode() in body
        assert "Şifre".encode() not in body
        app.ask("log", after=0, read=9)
        assert set(pushes.values_list("error", flat=True)) == {"read_in_chat"}
