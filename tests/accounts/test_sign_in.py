"""Signing in: password, code, and what is refused; every attempt is on record."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from muhatap.accounts.totp import code_at, current_step
from muhatap.audit.models import Event
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def enter_password(client, member, password=PASSWORD):
    return client.post("/staff/login/", {"login": member.email, "password": password})


def code_of(member, ahead=0):
    factor = Authenticator.objects.get(user=member, type=Authenticator.Type.TOTP)
    return code_at(factor, current_step(timezone.now()) + ahead)


def recorded(kind):
    return [json.loads(event.content) for event in Event.objects.filter(stream_id=0, kind=kind)]


def test_a_password_alone_opens_nothing(client, deniz):
    answer = enter_password(client, deniz)
    assert answer.status_code == 302
    assert answer["Location"] == "/staff/factor/code/"
    assert client.get("/desk/")["Location"].startswith("/staff/login/")
    assert recorded("staff.signed_in") == []


def test_password_and_code_open_the_desk(client, deniz):
    enter_password(client, deniz)
    answer = client.post("/staff/factor/code/", {"code": code_of(deniz)})
    assert answer["Location"] == "/desk/"
    assert recorded("staff.signed_in") == [{"staff": str(deniz.pk)}]


def test_a_code_with_a_gap_is_read(client, deniz):
    enter_password(client, deniz)
    code = code_of(deniz)
    assert client.post("/staff/factor/code/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/desk/"


def test_a_wrong_password_is_refused_and_recorded(client, deniz):
    answer = enter_password(client, deniz, "yanlis-parola")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert recorded("staff.sign_in_failed") == [{"staff": str(deniz.pk), "step": "password"}]


def test_an_unknown_address_gets_the_same_answer_and_is_recorded_without_it(client, deniz):
    known = enter_password(client, deniz, "yanlis-parola")
    unknown = client.post("/staff/login/", {"login": "kimse@nehir.example", "password": "yanlis-parola"})
    assert words_of(known, deniz.email) == words_of(unknown, "kimse@nehir.example")
    assert recorded("staff.sign_in_failed")[-1] == {"staff": None, "step": "password"}


def words_of(answer, address):
    page = answer.content.decode().replace(address, "")
    return page[page.index('role="alert"') : page.index("</p>", page.index('role="alert"'))]


def test_a_wrong_code_is_refused_and_recorded(client, deniz):
    enter_password(client, deniz)
    answer = client.post("/staff/factor/code/", {"code": "000000"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert recorded("staff.sign_in_failed") == [{"staff": str(deniz.pk), "step": "factor"}]


def test_a_code_opens_once_even_where_memory_is_not_shared(client, deniz, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    code = code_of(deniz)
    enter_password(client, deniz)
    assert client.post("/staff/factor/code/", {"code": code})["Location"] == "/desk/"
    client.logout()
    enter_password(client, deniz)
    assert client.post("/staff/factor/code/", {"code": code}).status_code == 200
    assert client.post("/staff/factor/code/", {"code": code_of(deniz, ahead=1)})["Location"] == "/desk/"


def test_a_code_before_the_last_used_one_is_too_old(client, deniz):
    older = code_of(deniz)
    enter_password(client, deniz)
    client.post("/staff/factor/code/", {"code": code_of(deniz, ahead=1)})
    client.logout()
    enter_password(client, deniz)
    assert client.post("/staff/factor/code/", {"code": older}).status_code == 200


@pytest.mark.parametrize("ahead", [-3, 3])
def test_a_code_of_another_time_is_refused(client, deniz, ahead):
    enter_password(client, deniz)
    assert client.post("/staff/factor/code/", {"code": code_of(deniz, ahead)}).status_code == 200


def test_guessing_ends_soon(client, deniz):
    for _ in range(6):
        answer = enter_password(client, deniz, "yanlis-parola")
    assert answer.status_code == 200
    assert enter_password(client, deniz).status_code == 200, "a right password must wait, too"


def test_an_account_that_was_closed_stays_outside(client, deniz):
    deniz.is_active = False
    deniz.save(update_fields=["is_active"])
    answer = enter_password(client, deniz)
    assert answer.status_code == 200 or answer["Location"] == "/staff/inactive/"
    assert client.get("/desk/")["Location"].startswith("/staff/login/")


def test_a_foreign_address_after_sign_in_is_ignored(client, deniz):
    client.post(
        "/staff/login/", {"login": deniz.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    answer = client.post("/staff/factor/code/", {"code": code_of(deniz)})
    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "factor/codes/file/", "login/code/", "3rdparty/"]
)
def test_doors_that_this_desk_does_not_have(client, deniz, path):
    assert client.get(f"/staff/{path}").status_code == 404
    assert client.post(f"/staff/{path}", {"email": "a@b.example"}).status_code == 404
