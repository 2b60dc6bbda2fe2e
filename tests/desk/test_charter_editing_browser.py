"""The forms of a charter in a real browser: by keyboard, without script, on a phone, in the dark."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.approvals.models import Proposal
from muhatap.brands.models import CharterDraft, CharterVersion
from tests.desk.test_charter import apply
from tests.house.browser import DRAWN

EDIT = "/desk/charter/edit/nehir/"
PLACES = (
    "",
    "at/promises/",
    "at/promises/triage/",
    "at/topics/PAY-WD/",
    "at/calendars/office/",
    "at/ladder/",
)
KINDS = ["page", "phone_page", "no_js_page"]


@pytest.fixture
def scene(transactional_db, world):
    """Nehir runs its charter since some days."""
    return apply(at=timezone.now() - timedelta(days=5)).brand


def save(browser):
    browser.locator(".charter-save button").click()
    browser.wait_for_load_state()


@pytest.mark.parametrize("fixture", KINDS)
def test_forms_bar_nobody_and_run_over_nowhere(scene, request, browse_as, axe, fixture):
    browser = browse_as(request.getfixturevalue(fixture), "arda")
    for place in PLACES:
        browser.goto(f"{EDIT}{place}")
        if fixture != "no_js_page":
            assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
            axe(browser, only=() if fixture == "phone_page" else DRAWN)


@pytest.mark.parametrize("fixture", KINDS)
def test_a_fault_stands_at_its_field_and_is_mended_there(scene, request, browse_as, axe, fixture):
    browser = browse_as(request.getfixturevalue(fixture), "arda")
    browser.goto(f"{EDIT}at/promises/triage/")
    browser.locator("[name='limit.amount']").fill("çok")
    browser.locator("[name='name.en']").fill("")
    save(browser)
    assert browser.locator("[name='limit.amount']").input_value() == "çok"
    assert browser.locator("[name='limit.amount'][aria-invalid=true]").count() == 1
    assert browser.locator("#faults").count() == 1
    if fixture != "no_js_page":
        axe(browser)
    browser.goto(EDIT)
    browser.locator("a[href$='#f-limit']").click()
    browser.locator("[name='limit.amount']").fill("36")
    browser.locator("[name='name.en']").fill("We look at it first")
    save(browser)
    assert browser.locator("#faults").count() == 0
    browser.goto(f"{EDIT}plan/")
    browser.locator("#reason").fill("Daha hızlıyız")
    browser.locator("button[value=propose]").click()
    browser.wait_for_load_state()
    assert Proposal.objects.filter(sort="charter").exists()


def test_a_whole_change_by_keyboard_alone(scene, page, browse_as):
    browser = browse_as(page, "arda")
    browser.goto(f"{EDIT}at/promises/triage/")
    browser.locator("[name='limit.amount']").focus()
    browser.keyboard.press("Control+A")
    browser.keyboard.type("36")
    browser.keyboard.press("Control+Enter")
    browser.wait_for_url("**/promises/triage/")
    browser.locator("[role=status], .toast, .notice, .messages").first.wait_for(state="attached")
    assert CharterDraft.objects.exists()


def test_an_entry_is_added_like_another_and_removed(scene, page, browse_as):
    browser = browse_as(page, "arda")
    browser.goto(f"{EDIT}at/queues/")
    browser.locator("[name=name]").fill("appeals")
    browser.locator("[name=like]").select_option("payments")
    browser.locator(".charter-add button").click()
    browser.wait_for_url("**/queues/appeals/")
    browser.goto(f"{EDIT}at/queues/")
    browser.locator("button[value='remove:appeals']").click()
    browser.wait_for_load_state()
    assert not CharterDraft.objects.exists()


def test_two_people_apply_what_was_typed(scene, page, new_page, browse_as):
    browser = browse_as(page, "arda")
    browser.goto(f"{EDIT}at/topics/PAY-WD/")
    browser.locator("[name='queue']").select_option("general")
    save(browser)
    browser.goto(f"{EDIT}plan/")
    browser.locator("#reason").fill("Para bekleyen öne geçer")
    browser.locator("button[value=propose]").click()
    browser.wait_for_load_state()
    other = browse_as(new_page(), "pelin")
    other.goto("/desk/charter/nehir/proposal/")
    other.locator("button[value=apply]").click()
    other.wait_for_load_state()
    assert CharterVersion.objects.filter(brand=scene).count() == 2
    assert not CharterDraft.objects.exists()
