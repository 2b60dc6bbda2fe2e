"""The public pages in a real browser: on a phone, in the dark, without script, in both languages."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.charters import operations as charters
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.models import Severity
from muhatap.kernel.actors import Actor
from tests.house.browser import DRAWN

NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")
PLACES = (
    "", "scope/", "channels/", "promises/?topic=COMPLAINT", "priorities/", "complaints/", "refunds/",
    "rights/", "official/?address=nehir-destek.com", "official/report/", "announcements/", "accessibility/",
    "v1/complaints/",
)  # fmt: skip


@pytest.fixture
def nehir(transactional_db, world):
    now = timezone.now()
    for text, days in ((NEHIR, 9), (NEHIR.replace("limit: 7d", "limit: 8d"), 1)):
        brand = charters.apply_charter(
            text=text, source="nehir.yaml", by=Actor.system("test"), at=now - timedelta(days=days)
        ).brand
    words = {"tr": "Havaleler gecikiyor", "en": "Transfers are late"}
    for severity in Severity:
        new = help_centre.NewAnnouncement(severity=severity, titles=words, texts=words, starts_at=now)
        by = Actor.staff(world.staff["mert"].pk)
        help_centre.publish_announcement(brand=brand, new=new, by=by, at=now)
    return brand


@pytest.mark.parametrize("language", ["tr", "en"])
def test_on_a_phone_nothing_runs_over_and_nothing_bars_the_way(nehir, phone_page, axe, language):
    for place in PLACES:
        phone_page.goto(f"/nehir/charter/{place}{'&' if '?' in place else '?'}lang={language}")
        assert phone_page.locator("html").get_attribute("lang") == language
        assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        axe(phone_page, only=() if language == "tr" else DRAWN)


def test_wide_they_can_be_read(nehir, page, axe):
    for place in PLACES:
        page.goto(f"/nehir/charter/{place}")
        axe(page, only=DRAWN)


def test_an_impostor_is_reported_without_script(nehir, no_js_page):
    no_js_page.goto("/nehir/?lang=en")
    assert no_js_page.locator(".announcement").count() == 3
    no_js_page.get_by_role("link", name="Is this really us?").click()
    no_js_page.fill("#address", "destek@nehir-guvenlik.example")
    no_js_page.get_by_role("button", name="Check").click()
    assert "only looks like ours" in no_js_page.locator("[role=status] b").first.inner_text()
    no_js_page.get_by_role("link", name="Report an impostor").first.click()
    assert no_js_page.input_value("#address") == "destek@nehir-guvenlik.example"
    no_js_page.fill("#story", "They asked for my card.")
    no_js_page.get_by_role("button", name="Send the report").click()
    assert no_js_page.locator(".ticket-no").inner_text().count("-") == 2
