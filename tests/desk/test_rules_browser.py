"""Rules and macros in a real browser: by keys, without script, and accessible in both schemes."""

import pytest

from muhatap.automation import operations as automation
from muhatap.automation.actions import Action, Do
from muhatap.automation.models import Macro, Rule
from muhatap.cases.models import Draft
from tests.automation.making import by, content, make_rule
from tests.world import NOON, load, make_case

ACTIONS = (Action(Do.PRIORITY, "1"), Action(Do.NOTE, "", {"tr": "Bakılacak"}))


@pytest.fixture
def case(transactional_db, world):
    make_rule(world, content("Acil işlem", "opened", *ACTIONS, condition="topic:PAY-WD"))
    deniz = world.staff["deniz"]
    reply = Action(Do.REPLY, "draft", {"tr": "Sayın {{customer.name}}", "en": "Dear {{customer.name}}"})
    said = automation.MacroContent(name="Belge iste", actions=(Action(Do.PRIORITY, "2"), reply))
    automation.write_macro(brand=world.brand, macro=None, content=said, staff=deniz, by=by(deniz), at=NOON)
    return make_case(world)


def test_every_page_is_accessible(case, page, browse_as, axe):
    shown = browse_as(page, "mert")
    rule = Rule.objects.get()
    for place in ("", f"{rule.id}/", f"{rule.id}/edit/", "nehir/new/"):
        shown.goto(f"/desk/rules/{place}")
        axe(shown)
    shown.locator("button[name=save]:not(.vh)").click()
    shown.locator(".error-summary").wait_for()
    axe(shown)
    shown = browse_as(shown, "deniz")
    macro = Macro.objects.get()
    for place in ("macros/", f"macros/{macro.id}/", f"cases/{case.number}/macros/"):
        shown.goto(f"/desk/{place}")
        axe(shown)
    shown.goto(f"/desk/cases/{case.number}/macros/{macro.id}/")
    axe(shown)


def test_a_macro_runs_by_keys_alone(case, page, browse_as):
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    page.locator("h1").first.wait_for()
    page.keyboard.press("q")
    page.wait_for_url("**/macros/")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/macros/{Macro.objects.get().id}/")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.number}/")
    page.locator("#reply").wait_for()
    assert page.locator("#reply").input_value() == "Sayın Elif Karaca"
    assert load(case.id).priority == 2
    assert Draft.objects.get().text == "Sayın Elif Karaca"


def test_a_slash_in_the_reply_offers_macros(case, page, browse_as):
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    page.locator("#reply").focus()
    page.keyboard.type("/bel")
    page.locator("[role=option]", has_text="Belge iste").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/macros/{Macro.objects.get().id}/")


def test_a_rule_is_written_without_script(case, no_js_page, browse_as):
    page = browse_as(no_js_page, "mert")
    page.goto("/desk/rules/nehir/new/")
    page.fill("#name", "Betiksiz")
    page.select_option("#part", "topic:ACC-LOGIN")
    page.click("button[name=part_and]")
    page.select_option("#add_do", "queue")
    page.click("button[name=add]")
    page.select_option("#value-0", "accounts")
    page.click("button[name=save]:not(.vh)")
    page.wait_for_url("**/desk/rules/*/")
    rule = Rule.objects.get(name="Betiksiz")
    version = rule.versions.get()
    assert (version.condition, version.does) == ("topic:ACC-LOGIN", (Action(Do.QUEUE, "accounts"),))
    page.click("form[action$='/preview/'] button")
    page.click("button[name=to][value=on]")
    rule.refresh_from_db()
    assert rule.is_on


def test_the_form_fits_a_phone(case, phone_page, browse_as):
    page = browse_as(phone_page, "mert")
    page.goto(f"/desk/rules/{Rule.objects.get().id}/edit/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
