"""The list in a real browser: by keys, with what arrives, and where somebody was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.relay import publish
from muhatap.cases.statuses import Status
from tests.world import load, make_case


@pytest.fixture
def rows(transactional_db, world):
    now = timezone.now()
    made = [
        make_case(world, at=now - timedelta(hours=40 - number), customer=number % 4, subject=f"Konu {number}")
        for number in range(6)
    ]
    publish(at=timezone.now())
    return made


def ticked(page):
    return page.locator(".case-pick input:checked").evaluate_all("all => all.map((each) => each.value)")


def at_row(page):
    return page.evaluate("document.activeElement.closest('li')?.querySelector('[name=case]')?.value")


def test_several_cases_are_changed_and_taken_back_by_keys_alone(rows, page, browse_as):
    browse_as(page, "deniz").goto("/desk/")
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert ticked(page) == [case.number for case in rows[1:4]]
    page.keyboard.press("b")
    page.wait_for_url("**/desk/bulk/**")
    assert page.evaluate("document.activeElement.name") == "act"
    page.select_option("[name=act]", "status=resolved")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("tbody b").first.wait_for()
    assert {load(case.id).status for case in rows} == {Status.NEW}
    page.keyboard.press("Control+Enter")
    page.locator(".list-did").wait_for()
    assert [load(case.id).status for case in rows[1:4]] == [Status.RESOLVED] * 3
    page.keyboard.press("z")
    page.locator(".messages .notice").wait_for()
    assert [load(case.id).status for case in rows[1:4]] == [Status.OPEN] * 3


def test_escape_lets_go_of_what_was_chosen(rows, page, browse_as):
    browse_as(page, "deniz").goto("/desk/")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert len(ticked(page)) == 2
    page.keyboard.press("Escape")
    assert ticked(page) == []


def test_what_arrives_is_announced_and_moves_nothing(rows, world, page, browse_as):
    browse_as(page, "deniz").goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    here = at_row(page)
    box = page.locator(".case").nth(1).bounding_box()
    fresh = [
        make_case(world, at=timezone.now() - timedelta(hours=47), customer=3, subject="Yeni gelen")
        for _ in range(2)
    ]
    publish(at=timezone.now())
    page.evaluate("document.dispatchEvent(new Event('desk:changed'))")
    offer = page.locator("[data-new-rows]")
    offer.wait_for()
    assert "2" in offer.inner_text()
    assert at_row(page) == here
    assert page.locator(".case").nth(1).bounding_box() == box
    assert page.locator(f"text={fresh[0].number}").count() == 0
    page.keyboard.press(".")
    page.locator(f"text={fresh[0].number}").wait_for()
    assert offer.is_hidden()


def test_coming_back_from_a_case_lands_on_its_row(rows, page, browse_as):
    browse_as(page, "deniz").goto("/desk/")
    page.set_viewport_size({"width": 1280, "height": 380})
    for _ in range(5):
        page.keyboard.press("j")
    here, top = at_row(page), page.locator(".ws-list").evaluate("pane => pane.scrollTop")
    assert top > 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    page.go_back()
    page.wait_for_url("**/desk/")
    page.wait_for_function("document.activeElement.closest('li') !== null")
    assert at_row(page) == here
    assert abs(page.locator(".ws-list").evaluate("pane => pane.scrollTop") - top) <= 2


def test_a_condition_is_typed_with_help_and_saved_as_a_view(rows, page, browse_as, axe):
    browse_as(page, "deniz").goto("/desk/")
    page.keyboard.press("f")
    page.keyboard.type("is:lat")
    page.locator("[role=option][data-value=late]").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "is:late "
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=is**")
    page.locator(".list-filter [href^='/desk/views/']").click()
    page.fill("#view-name", "Geciken")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**saved=**")
    count = page.locator(".rail-item[aria-current] .count")
    count.wait_for()
    assert count.inner_text() == "6"


@pytest.mark.parametrize("path", ["/desk/", "/desk/?q=is:lat", "/desk/?q=is:late", "/desk/views/?q=is:lat"])
def test_pages_of_the_list_are_accessible(rows, page, browse_as, axe, path):
    browse_as(page, "mert").goto(path)
    axe(page)


def test_the_preview_is_accessible_and_works_without_script(rows, page, no_js_page, browse_as, axe):
    browse_as(no_js_page, "mert").goto("/desk/")
    no_js_page.locator(".case-pick input").first.check(force=True)
    no_js_page.locator("[formaction^='/desk/bulk/']").click()
    no_js_page.select_option("[name=act]", "priority=1")
    no_js_page.locator("form:has([name=act]) button").first.click()
    no_js_page.locator("main .btn-primary").click()
    no_js_page.locator(".list-did button").click()
    no_js_page.locator(".messages .notice").wait_for()
    browse_as(page, "mert").goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("b")
    page.wait_for_url("**/desk/bulk/**")
    page.select_option("[name=act]", "priority=1")
    page.locator("form:has([name=act]) button").first.click()
    page.locator("tbody b").first.wait_for()
    axe(page)
