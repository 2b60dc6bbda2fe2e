"""Availability by keyboard, the account's pages in both schemes, and everything without script."""

import pytest

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.kernel.actors import Actor
from tests.world import NOON

PLACES = (
    "profile/",
    "profile/signature/",
    "profile/work/",
    "profile/notices/",
    "profile/sessions/",
)


def presence_of(member: Staff) -> str:
    return Staff.objects.get(pk=member.pk).presence


def test_availability_is_switched_by_keyboard(world, browse_as, page):
    browse_as(page, "deniz").goto("/desk/")
    page.keyboard.press("g")
    page.keyboard.press("y")
    page.locator("#presence-menu [aria-pressed=true]:focus").wait_for()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert presence_of(world.staff["deniz"]) == "busy"
    assert page.locator(".presence-switch .presence-busy").count() == 1


def test_single_keys_can_be_off(world, browse_as, page):
    browse_as(page, "deniz")
    page.goto("/desk/")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("g")
    page.keyboard.press("y")
    assert not page.locator("#presence-menu").is_visible()


@pytest.mark.parametrize("place", PLACES)
def test_the_account_is_accessible(world, browse_as, page, axe, place):
    deniz = world.staff["deniz"]
    for key in ("a", "b"):
        accounts.begin_visit(
            staff=deniz, session_key=key, device="Firefox", network="", by=Actor.staff(deniz.pk), at=NOON
        )
    browse_as(page, "deniz")
    page.goto(f"/desk/{place}")
    axe(page)


@pytest.mark.parametrize("place", ["routing/", "routing/nehir/skills/new/"])
def test_routing_is_accessible(world, browse_as, page, axe, place):
    browse_as(page, "mert")
    page.goto(f"/desk/{place}")
    axe(page)


def test_hours_are_noted_without_script(world, browse_as, no_js_page):
    page = browse_as(no_js_page, "deniz")
    page.goto("/desk/profile/work/")
    page.locator("[name=tue_begins]").fill("09:30")
    page.locator("[name=tue_ends]").fill("17:30")
    page.locator("main .btn-primary").click()
    assert page.locator("[name=tue_begins]").input_value() == "09:30"
    assert Staff.objects.get(pk=world.staff["deniz"].pk).hours == {"tue": ["09:30", "17:30"]}


def test_a_queue_is_switched_on_without_script(world, browse_as, no_js_page):
    page = browse_as(no_js_page, "mert")
    page.goto("/desk/routing/")
    queue = world.queues["payments"].id
    page.locator(f"[name=on_{queue}]").check()
    page.locator(f"[name=minutes_{queue}]").fill("15")
    page.locator(f"#queues-{world.brand.id} .btn-primary").click()
    assert page.locator(f"[name=on_{queue}]").is_checked()
    assert page.locator(f"[name=minutes_{queue}]").input_value() == "15"
