"""Passkeys in a browser whose authenticator is virtual: made, used as second factor and to sign in."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from muhatap.accounts import operations as accounts
from muhatap.audit.models import Event
from tests.accounts.conftest import BY, PASSWORD, SECRET
from tests.accounts.test_pages import code_of
from tests.world import make_world


@pytest.fixture
def member(transactional_db):
    found = make_world().staff["deniz"]
    accounts.enrol_totp(staff=found, secret=SECRET, by=BY, at=timezone.now())
    return found


def add_authenticator(page) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    about = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    about |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": about})


def give_password(page, member) -> None:
    page.goto(f"{page.origin}/staff/login/")
    page.fill("#id_login", member.email)
    page.fill("#id_password", PASSWORD)
    page.click("form:has(#id_password) button[type=submit]")


def test_a_passkey_is_made_then_is_the_second_factor_then_signs_in_alone(page, live_server, member, axe):
    # A passkey belongs to a name, never to the number of a machine.
    page.origin = live_server.url.replace("127.0.0.1", "localhost")
    add_authenticator(page)
    give_password(page, member)
    page.fill("#id_code", code_of(member))
    page.click("form:has(#id_code) button[type=submit]")
    page.wait_for_url("**/desk/**")

    page.goto(f"{page.origin}/staff/factor/passkeys/add/")
    if "reauthenticate" in page.url:
        page.fill("#id_password", PASSWORD)
        page.click("form:has(#id_password) button[type=submit]")
    expect(page.locator("[data-passkey=create]")).to_be_visible()
    axe(page)
    page.fill("#id_name", "Dizüstü")
    page.click("[data-passkey=create]")
    page.wait_for_url("**/staff/factor/codes/")
    page.goto(f"{page.origin}/staff/factor/passkeys/")
    expect(page.get_by_text("Dizüstü", exact=True).first).to_be_visible()
    axe(page)

    page.context.clear_cookies()
    give_password(page, member)
    page.click("[data-passkey=get]")
    page.wait_for_url("**/desk/**")

    page.context.clear_cookies()
    page.goto(f"{page.origin}/staff/login/")
    page.click("[data-passkey=get]")
    page.wait_for_url("**/desk/**")
    assert Event.objects.filter(kind="staff.signed_in").count() == 3
