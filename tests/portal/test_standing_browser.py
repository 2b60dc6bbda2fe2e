"""The status and trust pages on a phone while something is wrong, and the notice unfolded by key."""

import pytest

from tests.portal.test_standing import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_they_stand_on_a_phone(transactional_db, shop, phone_page, axe):
    row = say(shop)
    single = f"/nehir/status/incidents/{row.id}/?lang=en"
    for place in ("/nehir/status/?lang=en", single, "/nehir/trust/?lang=en", "/nehir/?lang=en"):
        phone_page.goto(place)
        sizes = phone_page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert sizes[0] <= sizes[1]
        axe(phone_page)
    assert "Cannot be reached now" in phone_page.locator(".standing-banner").inner_text()
    phone_page.goto("/nehir/status/?lang=en")
    phone_page.locator(".why-asked summary").press("Enter")
    phone_page.locator(".why-asked a").wait_for()
    axe(phone_page)
