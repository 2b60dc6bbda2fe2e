"""Nobody reaches the desk without a second factor, and it speaks her language."""

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.totp import code_at, current_step
from tests.accounts.conftest import BY, PASSWORD, SECRET

pytestmark = pytest.mark.django_db


def test_strangers_are_sent_to_sign_in(client, world):
    assert client.get("/desk/cases/1/")["Location"] == "/staff/login/?next=/desk/cases/1/"


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, world):
    client.force_login(world.staff["selin"])
    assert client.get("/desk/")["Location"] == "/staff/factor/app/"


def test_staff_with_one_pass(client, deniz):
    client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
    factor = deniz.authenticator_set.get(type="totp")
    client.post("/staff/factor/code/", {"code": code_at(factor, current_step(timezone.now()))})
    assert client.get("/desk/").status_code == 200


def test_a_session_that_never_saw_the_factor_is_ended(client, deniz):
    client.force_login(deniz)
    assert client.get("/desk/")["Location"] == "/staff/login/?next=/desk/"
    assert "_auth_user_id" not in client.session


def test_who_passed_in_the_name_of_another_does_not(client, deniz, world):
    client.force_login(deniz)
    client.get("/desk/")
    client.force_login(world.staff["selin"])
    assert client.get("/desk/")["Location"] == "/staff/factor/app/"


def test_setting_up_asks_for_the_password_again_later(client, world):
    member = world.staff["selin"]
    client.force_login(member)
    assert client.get("/staff/factor/app/")["Location"].startswith("/staff/reauthenticate/")


def test_a_removed_factor_is_missed_at_the_next_sign_in(client, deniz):
    accounts.enrol_totp(staff=deniz, secret=SECRET, by=BY, at=timezone.now())
    deniz.authenticator_set.all().delete()
    client.force_login(deniz)
    assert client.get("/desk/")["Location"] == "/staff/factor/app/"
