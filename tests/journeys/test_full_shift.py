"""A shift on one case by keyboard alone: two agents and the customer, live, and nothing sent by mistake."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import TimeoutError, expect

from muhatap.automation import operations as automation
from muhatap.automation.actions import DRAFT, Action, Do
from muhatap.cases.models import Case, Message, WorkItem
from muhatap.cases.statuses import Author, Status
from muhatap.desk.tasks import send_due
from muhatap.kernel.actors import Actor
from tests.journeys import walking
from tests.journeys.nehir import do_background_work, write_in
from tests.journeys.walking import press_to

REPLY = {"tr": "Dekontunuzu bekliyoruz.", "en": "Please send us the receipt."}


@pytest.fixture
def looked_at(axe):
    """A function that lets the checker look at a page in both schemes, at each kind of page once."""
    seen = set()

    def look(page, kind: str):
        assert kind not in seen, f"{kind} was looked at"
        seen.add(kind)
        axe(page)

    return look


@pytest.mark.once
def test_a_shift(nehir, new_page, browse_as, settings, looked_at):
    settings.MUHATAP_UNDO_SECONDS = 8
    case = write_in(nehir)
    keep_macro(nehir)
    deniz, selin, customer = new_page(), new_page(), new_page()
    for page, login in ((deniz, "deniz"), (selin, "selin")):
        page.clock.install()
        browse_as(page, login).goto("/desk/")
    looked_at(deniz, "list")
    for page in (deniz, selin):
        walking.open_from_list(page, case)
    both_see_each_other(deniz, selin)
    walking.open_case_page(customer, case)
    what_arrives_stops_what_is_stale(deniz, selin, customer)
    looked_at(customer, "portal")
    take_and_mention(deniz, selin, case, looked_at)
    run_a_macro_and_undo_its_reply(deniz, case, looked_at)
    ask_a_department(deniz, selin, case, looked_at)
    hand_over_and_resolve(deniz, selin, case)
    customer.reload()
    customer.get_by_text("Ödeme bugün hesabınızda.").wait_for()


def keep_macro(nehir) -> None:
    said = automation.MacroContent(
        name="Dekont iste",
        actions=(Action(Do.TAG, "dekont"), Action(Do.PRIORITY, "2"), Action(Do.REPLY, DRAFT, REPLY)),
        is_shared=True,
    )
    mert = nehir.staff["mert"]
    automation.write_macro(
        brand=nehir.brand,
        macro=None,
        content=said,
        staff=mert,
        by=Actor.staff(mert.pk),
        at=timezone.now(),
    )


def hear(page, sign, *, meanwhile=lambda: None) -> None:
    """Let a page without its line ask, as it does every ten seconds, until it shows the sign."""
    for _ in range(12):
        meanwhile()
        do_background_work(sweeping=False)
        page.clock.fast_forward(13_000)
        page.evaluate("document.dispatchEvent(new Event('live:told'))")
        with suppress(TimeoutError):
            return sign.wait_for(state="attached", timeout=1500)
    return sign.wait_for(state="attached")


def keys(page, *pressed: str) -> None:
    # A page is drawn before its scripts listen: a key pressed in between is lost.
    page.wait_for_load_state()
    for key in pressed:
        page.keyboard.press(key)


def both_see_each_other(deniz, selin) -> None:
    keys(selin, "r")
    selin.wait_for_selector("#reply:focus")
    selin.keyboard.type("Talebiniz reddedildi.")
    typing = deniz.locator("[data-presence] .presence", has_text="Selin Er").locator(".typing")
    hear(deniz, typing, meanwhile=lambda: keys(selin, "x", "Backspace"))
    selin.locator("[data-presence] .presence", has_text="Deniz Aydın").wait_for()


def what_arrives_stops_what_is_stale(deniz, selin, customer) -> None:
    press_to(customer, "[name=text]")
    customer.keyboard.type("Bankam onayladı, dekont elimde.")
    press_to(customer, "form[action$='/reply/'] .btn-primary")
    keys(customer, "Enter")
    customer.wait_for_selector(".story >> text=Bankam onayladı")
    hear(deniz, deniz.locator(".timeline").get_by_text("Bankam onayladı"))
    keys(selin, "Shift+Enter")
    selin.locator(".composer .notice[role=alert]").wait_for()
    assert selin.locator("#reply").input_value() == "Talebiniz reddedildi."
    assert not Message.objects.filter(author=Author.STAFF).exists()
    press_to(selin, "#reply")
    keys(selin, "Control+a", "Delete")


def take_and_mention(deniz, selin, case, looked_at) -> None:
    keys(deniz, "a")
    deniz.wait_for_selector("[data-key=a]", state="detached")
    assert Case.objects.get(id=case.id).owner.name == "Deniz Aydın"
    keys(deniz, "n")
    deniz.wait_for_selector("#note:focus")
    deniz.keyboard.type("@selin")
    deniz.locator(".picker [role=option]", has_text="Selin Er").wait_for()
    keys(deniz, "Enter")
    deniz.keyboard.type("dekontu sen kontrol eder misin")
    keys(deniz, "Control+Enter")
    deniz.locator('.msg[data-from="note"]').wait_for()
    looked_at(deniz, "case")
    press_to(selin, ".composer button")
    keys(selin, "g", "b")
    selin.wait_for_url("**/desk/notices/")
    looked_at(selin, "notices")
    press_to(selin, f"main a[href='/desk/cases/{case.number}/']")
    keys(selin, "Enter")
    selin.locator('.msg[data-from="note"]', has_text="dekontu sen kontrol").wait_for()


def run_a_macro_and_undo_its_reply(deniz, case, looked_at) -> None:
    keys(deniz, "q")
    deniz.wait_for_selector("[data-key-item]:focus")
    looked_at(deniz, "macros")
    keys(deniz, "Enter")
    deniz.wait_for_selector(".btn-primary:focus")
    looked_at(deniz, "macro")
    keys(deniz, "Enter")
    deniz.wait_for_url(f"**/desk/cases/{case.number}/**")
    expect(deniz.locator("#reply")).to_have_value(REPLY["tr"])
    assert Case.objects.get(id=case.id).tags == ["dekont"]
    keys(deniz, "r", "Shift+Enter")
    deniz.locator(".toast").wait_for()
    keys(deniz, "z")
    deniz.locator(".messages .notice").wait_for()
    assert deniz.locator("#reply").input_value() == REPLY["tr"]
    assert not Message.objects.filter(case=case, author=Author.STAFF).exists()


def ask_a_department(deniz, selin, case, looked_at) -> None:
    press_to(deniz, ".composer button")
    keys(deniz, "v")
    deniz.wait_for_url("**/tasks/new/")
    press_to(deniz, "#task-to")
    deniz.keyboard.type("Selin")
    press_to(deniz, "#task-title")
    deniz.keyboard.type("Dekont kontrolü")
    press_to(deniz, "#task-question")
    deniz.keyboard.type("Tutar ve tarih tutuyor mu?")
    looked_at(deniz, "new task")
    keys(deniz, "Control+Enter")
    deniz.wait_for_url(f"**/desk/cases/{case.number}/")
    assert WorkItem.objects.get().owner.name == "Selin Er"
    keys(selin, "Control+k")
    selin.keyboard.type("Görevler")
    keys(selin, "Enter")
    selin.wait_for_url("**/desk/tasks/")
    looked_at(selin, "tasks")
    press_to(selin, "[data-key-item]", "j")
    keys(selin, "Enter")
    selin.wait_for_selector("h1 >> text=Dekont kontrolü")
    looked_at(selin, "task")
    keys(selin, "r")
    selin.keyboard.type("İkisi de tutuyor.")
    keys(selin, "Control+Enter")
    selin.wait_for_url("**/desk/tasks/")
    # The line of the timeline that is hers: nobody else of them did anything there.
    hear(deniz, deniz.locator(".timeline .event", has_text="Selin Er").last)


def hand_over_and_resolve(deniz, selin, case) -> None:
    keys(deniz, "d")
    deniz.wait_for_selector("#hand-to:focus")
    deniz.keyboard.type("Selin")
    press_to(deniz, "#hand-over .btn-primary")
    keys(deniz, "Enter")
    deniz.wait_for_selector("#hand-over", state="hidden")
    selin.goto(f"/desk/cases/{case.number}/")
    keys(selin, "r")
    selin.wait_for_selector("#reply:focus")
    selin.keyboard.type("Ödeme bugün hesabınızda.")
    keys(selin, "Control+Enter")
    selin.locator(".toast").wait_for()
    assert send_due(timezone.now() + timedelta(seconds=30)) == 1
    found = Case.objects.get(id=case.id)
    assert (found.status, found.owner.name) == (Status.RESOLVED, "Selin Er")
