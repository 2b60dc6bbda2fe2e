"""The performance page in a real browser: on a phone, in both languages, and with a receipt of one's own."""

import pytest

from muhatap.cases.models import Case
from muhatap.dossiers.receipts import code_of
from tests.portal.test_performance import lived

__all__ = ["lived"]


@pytest.mark.django_db(transaction=True)
def test_figures_stand_on_a_phone_and_a_receipt_is_checked(transactional_db, lived, phone_page, axe):
    for language in ("en", "tr"):
        phone_page.goto(f"/nehir/performance/?lang={language}")
        sizes = phone_page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert sizes[0] <= sizes[1]
        assert phone_page.locator("h1").count() == 1
        axe(phone_page)
    case = Case.objects.filter(brand=lived.brand).order_by("id").first()
    phone_page.locator("#number").fill(case.number)
    phone_page.locator("#code").fill("0000-0000-0000")
    phone_page.locator(".performance form button").click()
    phone_page.locator(".error-summary").wait_for()
    axe(phone_page)
    phone_page.locator("#code").fill(code_of(case))
    phone_page.locator(".performance form button").click()
    phone_page.locator("#found-h").wait_for()
    assert case.number in phone_page.locator("#found-h").inner_text()
    axe(phone_page)
