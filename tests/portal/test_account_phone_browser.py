"""Signing in by telephone in a real browser: accessible at every step, and narrow enough for a phone."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from muhatap.portal.models import CustomerAccount
from tests.portal.test_account_phone import PHONE, PLACE, code_in, gateway, send
from tests.world import make_case, make_world


@pytest.fixture
def sms(transactional_db, settings):
    cache.clear()
    at, world = timezone.now(), make_world()
    make_case(world, at=at)
    CustomerAccount.objects.create(
        brand=world.brand, email="elif@posta.example", phone=PHONE, made_at=at, seen_at=at
    )
    with gateway() as (sent, url):
        settings.MUHATAP_SMS = {"nehir": (url, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}
        yield sent


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_step_is_accessible_on_a_phone(sms, new_page, axe, scheme, language):
    page = new_page(color_scheme=scheme, viewport={"width": 320, "height": 720})
    page.goto(f"{PLACE}?lang={language}")
    axe(page)
    page.locator("main form button").last.click()
    page.locator(".error-summary, .field-error, [aria-invalid=true]").first.wait_for()
    axe(page)
    page.locator("input[name=phone]").fill(PHONE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/code/")
    axe(page)
    page.locator("input[name=code]").fill("000000")
    page.keyboard.press("Enter")
    page.locator(".error-summary, .field-error, [aria-invalid=true]").first.wait_for()
    axe(page)
    send()
    page.locator("input[name=code]").fill(code_in(sms))
    page.keyboard.press("Enter")
    page.wait_for_url("**/nehir/account/")
    axe(page)
    page.goto(f"{PLACE}own/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
