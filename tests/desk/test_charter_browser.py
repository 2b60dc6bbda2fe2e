"""The plan of a charter in a real browser: accessible, on a phone, in the dark, without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.approvals.models import Proposal
from tests.desk.test_charter import NEHIR, apply
from tests.world import make_case

CHANGED = NEHIR.replace("    limit: 48h\n", "    limit: 36h\n", 1).replace("09:00", "10:00")


@pytest.fixture
def scene(transactional_db, world):
    """Nehir runs its charter; two cases of the last days."""
    brand = apply(at=timezone.now() - timedelta(days=5)).brand
    for days in (2, 3):
        make_case(world, at=timezone.now() - timedelta(days=days), brand=brand)
    return brand


def show_plan(browser, text=CHANGED):
    browser.goto("/desk/charter/")
    upload = {"name": "nehir.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    browser.locator("input[type=file]").set_input_files([upload])
    browser.get_by_role("button", name="planı göster").or_(
        browser.get_by_role("button", name="show the plan")
    ).click()
    browser.wait_for_load_state()


@pytest.mark.parametrize("fixture", ["page", "phone_page", "no_js_page"])
def test_the_plan_bars_nobody_and_runs_over_nowhere(scene, request, browse_as, axe, fixture):
    browser = browse_as(request.getfixturevalue(fixture), "arda")
    browser.goto("/desk/charter/")
    if fixture != "no_js_page":
        axe(browser)
    show_plan(browser)
    assert browser.locator("#replay").count() == 1
    if fixture != "no_js_page":
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
        axe(browser)
    browser.locator("#reason").fill("Öğleden sonra daha çok yazıyorlar")
    browser.locator("button[value=propose]").click()
    browser.wait_for_load_state()
    assert Proposal.objects.filter(sort="charter").exists()


def test_faults_are_said_where_the_text_can_be_mended(scene, page, browse_as, axe):
    browser = browse_as(page, "arda")
    show_plan(browser, NEHIR.replace("queue: payments", "queue: paymnts"))
    assert browser.locator("#faults").count() == 1
    assert browser.locator("details[open] textarea").count() == 1
    axe(browser)
