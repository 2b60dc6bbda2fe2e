"""Whole ways through the portal in a real browser: without script, by keyboard alone, and for everybody."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Attachment, Case
from muhatap.cases.statuses import Author, Status
from muhatap.kernel.actors import Actor
from muhatap.portal import guard
from muhatap.surveys.models import SurveyAnswer
from tests.portal.conftest import PNG
from tests.world import load, make_case

pytestmark = [
    pytest.mark.urls("tests.portal.urls"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("shop"),
]
PICTURE = {"name": "ekran.png", "mimeType": "image/png", "buffer": PNG}
THREE_DAYS_AGO = timezone.localtime() - timedelta(days=3)


@pytest.fixture(autouse=True)
def _quick_fingers(monkeypatch):
    monkeypatch.setattr(guard, "_FASTEST_SECONDS", 0)


def fill(page):
    page.fill("[name=transaction_id]", "TRX-90418827")
    page.fill("[name=amount]", "4.850,00")
    page.fill("[name=requested_at-date]", f"{THREE_DAYS_AGO:%Y-%m-%d}")
    page.fill("[name=requested_at-time]", "10:02")
    page.fill("[name=what]", "Çekim tamamlandı görünüyor ama param gelmedi.")
    page.fill("[name=wanted]", "Param hesabıma gelsin.")
    page.fill("[name=contact_name]", "Elif Karaca")
    page.fill("[name=contact_email]", "elif@posta.example")


def go_on(page):
    page.locator(".btn-primary[name=action]").click()


def test_a_customer_without_script_writes_follows_and_answers(no_js_page, shop):
    page = no_js_page
    page.goto("/nehir/")
    page.locator(".topic a", has_text="Para çekme gecikmesi").click()
    page.locator("button[value=no]").click()
    page.locator("button[value='add-row:payments']").click()
    assert page.locator("[name='payments-1-payee']").count() == 1
    fill(page)
    go_on(page)
    assert page.locator(".error-summary a").count() == 1
    page.set_input_files("[name=file-view]", PICTURE)
    go_on(page)
    assert page.url.endswith("/review/")
    assert "4.850,00" in page.inner_text("main")
    page.locator("main .btn-primary").click()
    number = page.locator(".ticket-no").inner_text()
    secret = page.locator(".secret").inner_text()
    case = Case.objects.get(number=number)
    assert secret == secret_of(case)
    assert Attachment.objects.get(case=case).evidence == "view"
    page.locator("main .btn-primary").click()
    page.fill("#text", "Bir belge daha ekliyorum.")
    page.set_input_files("#files", PICTURE)
    page.locator("main .btn-primary").click()
    assert "Bir belge daha ekliyorum." in page.inner_text(".story")
    deniz = Actor.staff(shop.staff["deniz"].id)
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.STAFF, channel="desk", text="Paranız yola çıktı."),
        by=deniz,
        at=timezone.now(),
    )
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=deniz, at=timezone.now())
    page.reload()
    assert "Paranız yola çıktı." in page.inner_text(".story")
    page.locator(".remedy .btn-primary").click()
    page.locator("#score-5").check()
    page.locator("main .btn-primary").click()
    assert SurveyAnswer.objects.get(case=case).score == 5
    assert load(case.id).status == Status.CLOSED


def press_to(page, selector: str, key: str = "Tab"):
    """Move by keyboard until the element has the focus."""
    for _ in range(120):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached by {key}")


def type_into(page, name: str, text: str):
    press_to(page, f"[name='{name}']")
    page.keyboard.type(text)


def test_the_way_goes_by_keyboard_alone(page):
    page.goto("/nehir/new/PAY-WD/")
    press_to(page, "button[value=no]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/form/**")
    type_into(page, "transaction_id", "TRX-90418827")
    type_into(page, "amount", "4850")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "requested_at-date"
    assert page.input_value("[name=transaction_id]") == "TRX-90418827"
    page.fill("[name=requested_at-date]", f"{THREE_DAYS_AGO:%Y-%m-%d}")
    page.fill("[name=requested_at-time]", "10:02")
    type_into(page, "what", "Para gelmedi.")
    type_into(page, "wanted", "Gelsin.")
    press_to(page, "#files details.absent > summary")
    page.keyboard.press("Enter")
    type_into(page, "file-view-reason", "Çekmedim")
    type_into(page, "contact_name", "Elif Karaca")
    type_into(page, "contact_email", "elif@posta.example")
    press_to(page, ".btn-primary[name=action]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    press_to(page, "main .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/")
    press_to(page, "main a.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    type_into(page, "text", "Bir sorum var.")
    press_to(page, "main .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".story >> text=Bir sorum var.")


def test_a_pasted_screenshot_is_sent_along(page):
    page.goto("/nehir/new/PAY-WD/")
    page.locator("button[value=no]").click()
    fill(page)
    page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
            const target = document.querySelector("[name=what]");
            target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        list(PNG),
    )
    go_on(page)
    page.wait_for_url("**/review/")
    assert re.search(r"-1\.png", page.inner_text(".evidence-list"))


def open_pages(shop) -> list[str]:
    return [
        "/",
        "/nehir/",
        "/nehir/?q=zzz",
        "/nehir/new/PAY-WD/",
        "/nehir/contact/",
        "/nehir/privacy/",
        "/nehir/track/",
    ]


def test_every_page_is_for_everybody_in_english_too(phone_page, axe, shop):
    page = phone_page

    def look():
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    page.goto("/nehir/?lang=en")
    for path in open_pages(shop):
        page.goto(path)
        look()
    page.goto("/nehir/new/PAY-WD/")
    page.locator("button[value=no]").click()
    page.locator("button[value='add-row:payments']").click()
    look()
    go_on(page)
    page.wait_for_selector(".error-summary")
    look()
    page.goto(f"{page.url}save/")
    look()
    _look_at_case(page, shop, look)


def _look_at_case(page, shop, look):
    case = make_case(shop, at=timezone.now() - timedelta(hours=30), text="Uzun_bir_kelime" * 20)
    deniz = Actor.staff(shop.staff["deniz"].id)
    for author in (Author.STAFF, Author.AUTOMATIC):
        cases.post_message(
            case=load(case.id),
            new=cases.NewMessage(author=author, channel="desk", text="Bakıyoruz.\n\nYarın yazarız."),
            by=deniz,
            at=timezone.now(),
        )
    page.goto(f"/nehir/track/?number={case.number}")
    page.fill("#secret", secret_of(case))
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/cases/**")
    look()
    cases.change_status(case=load(case.id), status=Status.RESOLVED, by=deniz, at=timezone.now())
    for part in ("", "not-satisfied/", "survey/", "secret/"):
        page.goto(f"/nehir/cases/{case.number}/{part}")
        look()


def test_the_page_keeps_itself_true(page, shop):
    case = make_case(shop, at=timezone.now())
    page.clock.install()
    page.goto(f"/nehir/track/?number={case.number}")
    page.fill("#secret", secret_of(case))
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/cases/**")
    page.fill("#text", "Yarım kalan")
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.STAFF, channel="desk", text="Yeni haber var."),
        by=Actor.staff(shop.staff["deniz"].id),
        at=timezone.now(),
    )
    page.clock.run_for(21_000)
    page.wait_for_selector(".story >> text=Yeni haber var.")
    assert page.input_value("#text") == "Yarım kalan"
