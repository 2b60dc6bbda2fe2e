"""Searching in a real browser: what fits shows while someone types, and the box keeps the focus."""

import pytest
from django.utils import timezone

from tests.world import make_case


@pytest.fixture
def made(transactional_db, world):
    now = timezone.now()
    first = make_case(world, at=now, subject="Komisyon", text="Dekontum <b>ekte</b>, komisyon kesildi.")
    second = make_case(world, at=now, customer=1, subject="Şifre", text="Şifremi unuttum, dekont yok.")
    return [first, second]


def type_into(page, text):
    page.locator("#q").press_sequentially(text, delay=15)


def test_results_follow_the_typing_and_arrows_go_through_them(made, page, browse_as):
    browse_as(page, "mert").goto("/desk/search/")
    assert page.evaluate("document.activeElement.id") == "q"
    type_into(page, "deko")
    page.locator(".hit").nth(1).wait_for()
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.locator("#q").input_value() == "deko"
    assert page.locator(".hit mark").first.inner_text().lower().startswith("dekont")
    page.locator("[data-announcer]", has_text="2").wait_for(state="attached")
    type_into(page, "nt kom")
    page.wait_for_url("**q=dekont+kom")
    assert page.locator(".hit").count() == 1
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.hit a')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{made[0].number}/**")


def test_filters_are_chips_that_go_away_and_wrong_ones_are_explained(made, page, browse_as):
    browse_as(page, "mert").goto("/desk/search/?q=dekont+status:closed")
    assert page.locator(".hit").count() == 0
    page.locator(".search-chips a").click()
    page.locator(".hit").nth(1).wait_for()
    page.goto("/desk/search/?q=dekont+statu:open")
    assert page.locator(".search-fault mark").inner_text() == "statu:"
    assert page.locator(".hit").count() == 2


def test_nothing_found_says_what_would_be(made, page, browse_as):
    browse_as(page, "mert").goto("/desk/search/?q=dekont+zürafa")
    page.locator(".chips a", has_text="zürafa").click()
    page.locator(".hit").nth(1).wait_for()


def test_it_works_without_script(made, no_js_page, browse_as):
    browse_as(no_js_page, "mert").goto("/desk/search/")
    no_js_page.fill("#q", "dekont")
    no_js_page.locator("main form button").first.click()
    assert no_js_page.locator(".hit").count() == 2


@pytest.mark.parametrize("query", ["dekont", "dekont status:open", "zürafa kelime", "statu:x dekont"])
def test_the_page_is_accessible(made, page, phone_page, browse_as, axe, query):
    for each in (page, phone_page):
        browse_as(each, "mert").goto(f"/desk/search/?q={query}")
        axe(each)
        assert each.evaluate("document.documentElement.scrollWidth <= innerWidth")
