"""A code by telephone: a number is proved, opens the account, and strangers learn nothing."""

import json
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from muhatap.kernel.actors import Actor
from muhatap.kernel.webhook_signing import signature
from muhatap.portal import operations as portal
from muhatap.portal.keys import CHANGED
from muhatap.portal.models import CustomerAccount, MailedLink, PhoneCode
from tests.servers.http_peer import Quiet, serving
from tests.world import make_case

pytestmark = pytest.mark.django_db
BY, SECRET = Actor.customer(None), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PLACE, PHONE = "/nehir/account/phone/", "+905321112233"


@contextmanager
def gateway(statuses=()):
    """The operator's gateway for short messages: it verifies the signature and keeps what it sends."""
    sent, left = [], list(statuses)

    class Door(Quiet):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = [self.headers["webhook-id"], int(self.headers["webhook-timestamp"]), body]
            assert self.headers["webhook-signature"] == signature(SECRET, *told)
            status = left.pop(0) if left else 200
            if status < 300:
                sent.append(json.loads(body))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    with serving(Door) as origin:
        yield sent, f"{origin}/sms"


@pytest.fixture
def sms(settings):
    cache.clear()
    with gateway() as (sent, url):
        settings.MUHATAP_SMS = {"nehir": (url, SECRET)}
        yield sent


@pytest.fixture
def account(world, sms):
    at = timezone.now()
    make_case(world, at=at)
    made = CustomerAccount.objects.create(
        brand=world.brand, email="elif@posta.example", phone=PHONE, made_at=at, seen_at=at
    )
    return made


def send(at=None):
    return portal.send_codes(by=Actor.system("portal"), at=at or timezone.now())


def code_in(sent):
    return re.search(r"\b[0-9]{6}\b", sent[-1]["text"])[0]


def asked(phone=PHONE):
    client = Client()
    answer = client.post(PLACE, {"phone": phone})
    return client, answer


def test_a_proved_number_opens_the_account_and_a_password_can_be_chosen(account, sms):
    client, answer = asked("0532 111 22 33")
    assert answer.headers["Location"] == f"{PLACE}code/"
    assert send() == 1
    assert sms[0]["to"] == PHONE
    code = code_in(sms)
    assert client.post(f"{PLACE}code/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 303
    changed = client.post("/nehir/account/change/", {"act": "password", "password": "yepyeni-parola-9"})
    assert changed.status_code == 303
    signed = {"email": account.email, "password": "yepyeni-parola-9"}
    assert Client().post("/nehir/account/sign-in/", signed).status_code == 303
    assert client.post(f"{PLACE}code/", {"code": code}).status_code == 403


def test_an_unknown_number_gets_the_same_answer_and_no_message(account, sms):
    known, unknown = asked()[1], asked("+905339998877")[1]
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert send() == 1
    assert len(sms) == 1


def test_five_wrong_codes_end_it_and_the_newest_alone_counts(account, sms):
    client, _ = asked()
    send()
    code = code_in(sms)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert client.post(f"{PLACE}code/", {"code": wrong}).status_code == 403
    assert client.post(f"{PLACE}code/", {"code": code}).status_code == 403
    asked()
    send()
    first = code_in(sms)
    asked()
    send()
    if first != code_in(sms):
        assert client.post(f"{PLACE}code/", {"code": first}).status_code == 403
    assert client.post(f"{PLACE}code/", {"code": code_in(sms)}).status_code == 303


def test_a_code_is_over_after_its_minutes_and_lies_nowhere_readable(account, sms):
    client, _ = asked()
    kept = PhoneCode.objects.get()
    assert kept.valid_until - kept.made_at == timedelta(minutes=5)
    send()
    code = code_in(sms)
    kept.refresh_from_db()
    assert bytes(kept.sealed_code) == b""
    assert code not in kept.code_digest
    PhoneCode.objects.update(valid_until=timezone.now())
    assert client.post(f"{PLACE}code/", {"code": code}).status_code == 403


def test_a_gateway_that_fails_is_asked_again(account, settings):
    with gateway([503, 200]) as (sent, url):
        settings.MUHATAP_SMS = {"nehir": (url, SECRET)}
        asked()
        at = timezone.now()
        assert send(at) == 1
        assert send(at) == 0
        assert sent == []
        assert send(at + timedelta(seconds=21)) == 1
        assert len(sent) == 1
        assert send(at + timedelta(seconds=60)) == 0


def test_a_number_is_proved_by_her_who_is_signed_in_and_taken_from_who_had_it(account, sms, world):
    at = timezone.now()
    other = CustomerAccount.objects.create(
        brand=world.brand, email="ayse@posta.example", made_at=at, seen_at=at
    )
    portal.change_password(account=other, password="uzun-bir-parola", language="tr", by=BY, at=at)
    client = Client()
    client.post("/nehir/account/sign-in/", {"email": other.email, "password": "uzun-bir-parola"})
    MailedLink.objects.all().delete()
    assert client.post(f"{PLACE}own/", {"phone": PHONE, "act": "ask"}).status_code == 200
    send()
    assert client.post(f"{PLACE}own/", {"act": "code", "code": "000000x"}).status_code == 403
    assert client.post(f"{PLACE}own/", {"act": "code", "code": code_in(sms)}).status_code == 303
    other.refresh_from_db()
    account.refresh_from_db()
    assert (other.phone, account.phone) == (PHONE, "")
    told = MailedLink.objects.filter(kind=CHANGED).values_list("recipient", flat=True)
    assert sorted(told) == ["ayse@posta.example", "elif@posta.example"]
    client.post(f"{PLACE}own/", {"act": "forget"})
    other.refresh_from_db()
    assert other.phone == ""


def test_a_locked_account_gets_none_and_the_app_is_asked_for_too(account, sms):
    at = timezone.now()
    CustomerAccount.objects.update(locked_at=at)
    asked()
    assert send() == 0
    CustomerAccount.objects.update(locked_at=None)
    account.refresh_from_db()
    portal.add_factor(account=account, secret="JBSWY3DPEHPK3PXP", language="tr", by=BY, at=at)
    client, _ = asked()
    send()
    answer = client.post(f"{PLACE}code/", {"code": code_in(sms)})
    assert answer.headers["Location"] == "/nehir/account/code/"


def test_asking_is_limited_for_each_number(account, sms):
    statuses = [asked()[1].status_code for _ in range(6)]
    assert statuses[:5] == [303] * 5
    assert statuses[5] == 429


@pytest.mark.parametrize("phone", ["", "abc", "123", "+9" * 40])
def test_what_is_no_number_is_said(account, sms, phone):
    assert asked(phone)[1].status_code == 422


def test_without_a_gateway_there_is_no_such_door(world, settings):
    settings.MUHATAP_SMS = {}
    for place in ("", "code/"):
        assert Client().get(f"{PLACE}{place}").status_code == 404
    assert "/account/phone/" not in Client().get("/nehir/account/").content.decode()
