"""Sign-in pages in a browser: by keyboard, without script, accessible in light and dark."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.totp import code_at, current_step
from tests.accounts.conftest import BY, PASSWORD, SECRET
from tests.accounts.saml_provider import description
from tests.world import make_world

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def member(transactional_db):
    found = make_world().staff["deniz"]
    accounts.enrol_totp(staff=found, secret=SECRET, by=BY, at=timezone.now())
    return found


def code_of(member):
    factor = Authenticator.objects.get(user=member, type="totp")
    return code_at(factor, current_step(timezone.now()))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE], ids=["desktop", "phone"])
def test_every_step_is_accessible(new_page, member, axe, scheme, size):
    page = new_page(color_scheme=scheme, viewport=size)
    page.goto("/staff/login/")
    axe(page)
    page.fill("#id_login", member.email)
    page.fill("#id_password", "yanlis")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sign-in-error")
    axe(page)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code")
    axe(page)
    page.fill("#id_code", "000000")
    page.keyboard.press("Enter")
    page.wait_for_selector("#code-error")
    axe(page)


def test_by_keyboard_alone(page, member):
    page.goto("/staff/login/")
    page.keyboard.type(member.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code:focus")
    page.keyboard.type(code_of(member))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")


def test_without_script_a_newcomer_sets_up_her_app(no_js_page, transactional_db, axe):
    selin = make_world().staff["selin"]
    page = no_js_page
    page.goto("/staff/login/")
    page.fill("#id_login", selin.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form:has(#id_password) button[type=submit]").click()
    page.wait_for_selector("img.qr")
    secret = page.inner_text("code.num")
    page.fill("#id_code", format_hotp_value(hotp_value(secret, current_step(timezone.now()))))
    page.locator("form:has(#id_code) button[type=submit]").click()
    page.wait_for_selector(".codes li")
    assert page.locator(".codes li").count() == 10


@pytest.mark.parametrize("path", ["factor/", "factor/codes/renew/", "password/change/", "logout/"])
def test_account_pages_are_accessible(page, member, axe, path):
    page.goto("/staff/login/")
    page.fill("#id_login", member.email)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_code:focus")
    page.keyboard.type(code_of(member))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    page.goto(f"/staff/{path}")
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_of_a_provider_and_what_it_refuses_are_accessible(new_page, member, axe, settings, scheme):
    settings.MUHATAP_SAML = (description(), "masa=nehir:agent", "assertion")
    page = new_page(color_scheme=scheme, viewport=PHONE)
    page.goto("/staff/login/")
    assert page.locator('a[href^="/staff/saml/"]').is_visible()
    axe(page)
    page.goto("/staff/saml/in/?ticket=none")
    assert page.locator("main h1").is_visible()
    axe(page)
