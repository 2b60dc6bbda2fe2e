"""Setting up and removing the second factor, with its record."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.totp import code_at, current_step
from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from tests.accounts.conftest import BY, PASSWORD, SECRET

pytestmark = pytest.mark.django_db


def changes():
    events = Event.objects.filter(stream_id=0, kind="staff.factor_changed").order_by("seq")
    return [(json.loads(event.content)["factor"], json.loads(event.content)["change"]) for event in events]


def let_in(client, member):
    """A session that has seen the second factor."""
    client.force_login(member)
    session = client.session
    session["second_factor_passed"] = member.pk
    session.save()


def sign_in(client, member):
    client.post("/staff/login/", {"login": member.email, "password": PASSWORD})


@pytest.mark.django_db(transaction=True)
def test_the_first_sign_in_sets_up_the_app_and_gives_codes_for_paper(client, world):
    member = world.staff["selin"]
    sign_in(client, member)
    page = client.get("/staff/factor/app/").content.decode()
    assert "data:image/svg+xml" in page
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    probe = Authenticator(user=member, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    answer = client.post("/staff/factor/app/", {"code": code_at(probe, current_step(timezone.now()))})
    assert answer["Location"] == "/staff/factor/codes/"
    codes = client.get("/staff/factor/codes/").content.decode()
    assert codes.count("<li>") == 10
    assert ("totp", "added") in changes()
    assert verify_stream(0).is_intact


def test_the_secret_lies_sealed(deniz):
    kept = deniz.authenticator_set.get(type="totp").data["secret"]
    assert SECRET not in json.dumps(kept)


def test_a_wrong_code_sets_nothing_up(client, world):
    member = world.staff["selin"]
    sign_in(client, member)
    client.get("/staff/factor/app/")
    answer = client.post("/staff/factor/app/", {"code": "000000"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not member.authenticator_set.exists()


def test_enrolling_again_replaces_the_app(deniz, world):
    accounts.enrol_totp(staff=deniz, secret="KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", by=BY, at=timezone.now())
    assert deniz.authenticator_set.filter(type="totp").count() == 1


def test_removing_the_app_is_recorded_and_asks_who_it_is(client, deniz):
    let_in(client, deniz)
    assert client.get("/staff/factor/app/remove/")["Location"].startswith("/staff/reauthenticate/")
    client.post("/staff/reauthenticate/", {"password": PASSWORD})
    assert client.post("/staff/factor/app/remove/")["Location"] == "/staff/factor/"
    assert ("totp", "removed") in changes()


def test_changing_the_password_is_recorded(client, deniz):
    let_in(client, deniz)
    new = "Yagmurlu bir sabah 7"
    client.post("/staff/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    deniz.refresh_from_db()
    assert deniz.check_password(new)
    assert Event.objects.filter(stream_id=0, kind="staff.password_changed").count() == 1


@pytest.mark.parametrize("new", ["kisa", "password1234", "deniz@nehir.example"])
def test_a_weak_password_is_refused(client, deniz, new):
    let_in(client, deniz)
    answer = client.post(
        "/staff/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 200
    deniz.refresh_from_db()
    assert deniz.check_password(PASSWORD)
