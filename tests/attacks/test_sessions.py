"""Sign-in: fixed and stolen sessions, guessed and repeated codes, ways round the second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.totp import code_at, current_step
from tests.accounts.conftest import BY, PASSWORD, SECRET

pytestmark = pytest.mark.django_db
COOKIE = django_settings.SESSION_COOKIE_NAME


@pytest.fixture
def deniz(world):
    member = world.staff["deniz"]
    accounts.enrol_totp(staff=member, secret=SECRET, by=BY, at=timezone.now())
    return member


def code_of(member, ahead: int = 0) -> str:
    factor = Authenticator.objects.get(user=member, type=Authenticator.Type.TOTP)
    return code_at(factor, current_step(timezone.now()) + ahead)


def enter(client: Client, member, ahead: int = 0, password: str = PASSWORD) -> Client:
    client.post("/staff/login/", {"login": member.email, "password": password})
    client.post("/staff/factor/code/", {"code": code_of(member, ahead)})
    return client


def test_a_session_is_a_new_one_after_sign_in(deniz):
    client = Client()
    client.cookies[COOKIE] = "angreifersitzung00000000000000000"
    client.get("/staff/login/")
    before = client.session.session_key
    enter(client, deniz)
    assert client.get("/desk/").status_code == 200
    assert client.session.session_key not in {before, "angreifersitzung00000000000000000"}


def test_a_session_between_password_and_code_opens_nothing(deniz, world):
    client = Client()
    client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
    for path in (
        "/desk/",
        "/desk/outbox/links/",
        "/desk/search/",
        "/staff/factor/",
        "/staff/factor/app/",
        "/staff/factor/codes/",
        "/staff/password/change/",
        "/staff/factor/app/remove/",
    ):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/staff/login/"), path


def test_a_session_of_a_stolen_password_gains_nothing_when_its_owner_sets_up_a_factor(world):
    member, thief = world.staff["selin"], Client()
    thief.post("/staff/login/", {"login": member.email, "password": PASSWORD})
    assert thief.get("/desk/")["Location"] == "/staff/factor/app/"
    accounts.enrol_totp(staff=member, secret=SECRET, by=BY, at=timezone.now())
    thief.post("/staff/reauthenticate/", {"password": PASSWORD})
    thief.post("/staff/factor/app/remove/")
    assert member.authenticator_set.filter(type="totp").exists()
    assert thief.get("/desk/")["Location"].startswith("/staff/login/")


@pytest.mark.django_db(transaction=True)
def test_who_sets_up_a_factor_goes_on_in_the_same_session(world):
    member, client = world.staff["selin"], Client()
    client.post("/staff/login/", {"login": member.email, "password": PASSWORD})
    client.get("/staff/factor/app/")
    probe = Authenticator(user=member, type="totp", data={"secret": accounts_secret(client)})
    client.post("/staff/factor/app/", {"code": code_at(probe, current_step(timezone.now()))})
    assert client.get("/desk/").status_code == 200


def accounts_secret(client: Client) -> str:
    from allauth.mfa.utils import encrypt

    return encrypt(client.session["mfa.totp.secret"])


@pytest.mark.django_db(transaction=True)
def test_a_removed_factor_closes_the_desk(deniz):
    client = enter(Client(), deniz)
    assert client.get("/desk/").status_code == 200
    answer = client.post("/staff/factor/app/remove/")
    if answer.headers.get("Location", "").startswith("/staff/reauthenticate"):
        client.post("/staff/reauthenticate/", {"password": PASSWORD})
        client.post("/staff/factor/app/remove/")
    assert not deniz.authenticator_set.filter(type="totp").exists()
    assert client.get("/desk/")["Location"] == "/staff/factor/app/"


def test_a_new_password_ends_every_other_session(deniz):
    one, two = enter(Client(), deniz), enter(Client(), deniz, ahead=1)
    assert two.get("/desk/").status_code == 200
    one.post(
        "/staff/password/change/",
        {"oldpassword": PASSWORD, "password1": "yeni-parola-4711", "password2": "yeni-parola-4711"},
    )
    deniz.refresh_from_db()
    assert deniz.check_password("yeni-parola-4711")
    assert two.get("/desk/")["Location"].startswith("/staff/login/")
    assert one.get("/desk/").status_code == 200


def test_a_closed_account_is_out_at_once(deniz):
    client = enter(Client(), deniz)
    deniz.is_active = False
    deniz.save(update_fields=["is_active"])
    assert client.get("/desk/")["Location"].startswith("/staff/login/")


def test_signing_out_ends_the_session_on_the_server(deniz):
    client = enter(Client(), deniz)
    stolen = Client()
    stolen.cookies[COOKIE] = client.cookies[COOKIE].value
    assert stolen.get("/desk/").status_code == 200
    client.post("/staff/logout/")
    assert stolen.get("/desk/")["Location"].startswith("/staff/login/")


def test_a_code_is_spent_by_its_first_use_in_any_browser(deniz):
    enter(Client(), deniz)
    second = enter(Client(), deniz)
    assert second.get("/desk/")["Location"].startswith("/staff/login/")


def test_guessing_codes_ends_soon(deniz):
    client = Client()
    client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
    for number in range(12):
        client.post("/staff/factor/code/", {"code": f"{number:06}"})
    answer = client.post("/staff/factor/code/", {"code": code_of(deniz)})
    assert answer.headers.get("Location", "") != "/desk/"


def test_guessing_passwords_is_not_started_anew_by_another_claimed_address(deniz):
    client = Client()
    for number in range(7):
        forwarded = {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        client.post("/staff/login/", {"login": deniz.email, "password": "yanlis"}, headers=forwarded)
    answer = client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
    assert answer.status_code in {200, 429}


def test_recovery_codes_open_once(deniz):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(deniz).get_unused_codes()[0]
    for place in (1, 2):
        client = Client()
        client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
        answer = client.post("/staff/factor/code/", {"code": code})
        assert (answer.headers.get("Location") == "/desk/") is (place == 1)


def test_nobody_gives_herself_more_than_she_may(deniz, world):
    client = enter(Client(), deniz)
    extra = {
        "language": "en",
        "zone": "Europe/Berlin",
        "role": "admin",
        "is_active": "0",
        "email": "x@y.example",
        "is_demo": "1",
        "memberships": "1",
        "password": "x",
        "is_superuser": "1",
        "name": "Kral",
    }
    for path in ("/desk/profile/", "/desk/me/", "/staff/password/change/", "/staff/factor/"):
        client.post(path, extra)
    before = (deniz.email, deniz.name, deniz.is_active, deniz.is_demo, deniz.password)
    deniz.refresh_from_db()
    assert (deniz.email, deniz.name, deniz.is_active, deniz.is_demo, deniz.password) == before
    assert deniz.memberships.get().role == "agent"


def test_the_demo_code_is_told_to_nobody_behind_a_proxy(deniz):
    deniz.is_demo = True
    deniz.save(update_fields=["is_demo"])
    client = Client()
    client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
    for headers in ({"host": "desk.example"}, {"x-forwarded-for": "1.2.3.4"}, {"x-real-ip": "1.2.3.4"}):
        page = client.get("/staff/factor/code/", headers=headers).content.decode()
        assert code_of(deniz) not in page
