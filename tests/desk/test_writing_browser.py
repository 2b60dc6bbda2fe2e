"""Writing in a real browser: by keys, two people on one case, undo, texts, the palette, without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from muhatap.cases import operations as cases
from muhatap.cases.models import Draft, Message
from muhatap.cases.statuses import Author, Status
from muhatap.desk import operations as desk
from muhatap.desk.about_case import newest_word
from muhatap.desk.tasks import send_due
from muhatap.kernel.actors import Actor
from muhatap.letters.models import HeldReply, TextModule
from muhatap.notifications.models import Notice
from tests.world import load, make_case

TEXT = "Sayın {{customer.name}}, {{case.number}} numaralı kaydınızı inceliyoruz."


@pytest.fixture
def case(transactional_db, world, settings):
    settings.MUHATAP_UNDO_SECONDS = 8
    now = timezone.now()
    TextModule.objects.create(
        brand=world.brand, name="İnceleme", category="Genel", texts={"tr": TEXT}, saved_at=now
    )
    solved = make_case(world, at=now - timedelta(days=4), customer=1, subject="Para çekme talebim gecikti")
    mert = world.staff["mert"]
    answer = desk.Answer(
        text="Talebiniz aracı kuruluşta takılmıştı, bugün tamamlandı.",
        seen=newest_word(solved),
        then="resolve",
    )
    desk.answer_customer(
        case=solved, staff=mert, answer=answer, by=Actor.staff(mert.pk), at=now - timedelta(days=3)
    )
    return make_case(world, at=now - timedelta(hours=2))


@pytest.fixture
def desk_page(case, page, browse_as):
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    return page


def later(seconds=30):
    return timezone.now() + timedelta(seconds=seconds)


def test_undo_by_one_key(case, desk_page):
    page = desk_page
    page.keyboard.press("r")
    page.keyboard.type("Bunu geri alacağım")
    page.keyboard.press("Control+Enter")
    page.locator(".toast").wait_for()
    assert page.locator("#reply").input_value() == ""
    page.keyboard.press("z")
    page.locator(".messages .notice").wait_for()
    assert page.locator("#reply").input_value() == "Bunu geri alacağım"
    assert send_due(later()) == 0
    assert load(case.id).status == Status.NEW


def test_the_toast_goes_and_so_does_the_reply(case, desk_page):
    page = desk_page
    page.clock.install()
    page.reload()
    page.locator("#reply").fill("Gidiyor")
    page.keyboard.press("Shift+Enter")
    page.locator(".toast").wait_for()
    page.clock.fast_forward(12_000)
    page.locator(".toast").wait_for(state="detached")
    assert send_due(later()) == 1


def test_send_and_wait_has_a_key(case, desk_page):
    desk_page.locator("#reply").fill("Dekontu bekliyoruz")
    desk_page.keyboard.press("Control+Shift+Enter")
    desk_page.locator(".toast").wait_for()
    assert HeldReply.objects.get().then == "wait"


@pytest.mark.parametrize("key", ["Control+Shift+N", "Alt+n"])
def test_one_key_goes_from_reply_to_note_and_back(desk_page, key):
    desk_page.keyboard.press("r")
    desk_page.keyboard.press(key)
    assert desk_page.evaluate("document.activeElement.id") == "note"
    desk_page.keyboard.press(key)
    assert desk_page.evaluate("document.activeElement.id") == "reply"


def test_a_text_is_put_in_by_keys(case, desk_page):
    page = desk_page
    page.keyboard.press("r")
    page.keyboard.type("Merhaba. /ince")
    page.locator(".picker [role=option]", has_text="İnceleme").wait_for()
    assert page.locator("#reply").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    filled = f"Merhaba. Sayın Elif Karaca, {case.number} numaralı kaydınızı inceliyoruz."
    expect(page.locator("#reply")).to_have_value(filled)
    assert page.locator(".picker").count() == 0


def test_escape_closes_the_list_and_leaves_the_words(desk_page):
    page = desk_page
    page.keyboard.press("r")
    page.keyboard.type("ve/veya 1/2")
    assert page.locator(".picker").count() == 0
    page.keyboard.type(" /")
    page.locator(".picker").wait_for()
    page.keyboard.press("Escape")
    page.locator(".picker").wait_for(state="detached")
    assert page.locator("#reply").input_value() == "ve/veya 1/2 /"


def test_a_mention_by_keys(world, case, desk_page):
    page = desk_page
    page.keyboard.press("n")
    page.keyboard.type("@mert")
    page.locator(".picker [role=option]", has_text="Mert Soylu").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("bakar mısın")
    page.keyboard.press("Control+Enter")
    page.locator('.msg[data-from="note"]').wait_for()
    assert Notice.objects.get(kind="mentioned").staff == world.staff["mert"]


def test_two_people_see_each_other(case, desk_page, dark_page, browse_as):
    other = browse_as(dark_page, "mert")
    other.goto(f"/desk/cases/{case.number}/")
    other.locator("[data-presence] .presence", has_text="Deniz Aydın").wait_for()
    other.locator("#reply").press_sequentially("Ben yazıyorum")
    other.locator("form[data-draft=staff] [data-draft-state]", has_text=":").wait_for()
    desk_page.evaluate("document.dispatchEvent(new Event('live:told'))")
    desk_page.locator("[data-presence] .typing").wait_for()
    desk_page.evaluate("document.dispatchEvent(new Event('live:told'))")
    seen = desk_page.locator("[data-presence] [popovertarget]")
    seen.wait_for()
    seen.click()
    assert desk_page.locator(".presence-draft").get_by_text("Ben yazıyorum").is_visible()


def test_what_helped_before_is_put_in_by_one_key(case, desk_page):
    page = desk_page
    page.locator("[data-beside] .suggest").wait_for()
    page.keyboard.press("r")
    page.keyboard.press("Alt+Enter")
    assert "aracı kuruluşta takılmıştı" in page.locator("#reply").input_value()


def test_a_second_look_before_it_leaves(case, desk_page):
    page = desk_page
    page.keyboard.press("r")
    page.keyboard.type("Not: haklı, iade edelim")
    page.keyboard.press("Shift+Enter")
    page.locator(".composer .notice[role=alert]").wait_for()
    assert not HeldReply.objects.exists()
    page.locator("#reply").focus()
    page.keyboard.press("Shift+Enter")
    page.locator(".toast").wait_for()


def test_files_are_dropped_into_the_box(case, desk_page):
    page = desk_page
    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.items.add(new File(["%PDF-1.4 " + "x".repeat(90)], "dekont.pdf", { type: "application/pdf" }));
        const box = document.getElementById("reply");
        box.dispatchEvent(new DragEvent("dragover", { bubbles: true, cancelable: true, dataTransfer: data }));
        box.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }"""
    )
    page.locator("#reply").fill("Ekte")
    page.keyboard.press("Shift+Enter")
    page.locator(".toast").wait_for()
    assert [each.file.name for each in HeldReply.objects.get().files.all()] == ["dekont.pdf"]


def test_files_are_pasted_with_their_name(desk_page):
    desk_page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.items.add(new File(["%PDF-1.4"], "ekstre.pdf", { type: "application/pdf" }));
        const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
        document.getElementById("reply").dispatchEvent(paste);
    }"""
    )
    names = (
        "[...document.querySelector('form[data-draft=staff] [name=files]').files].map((each) => each.name)"
    )
    assert desk_page.evaluate(names) == ["ekstre.pdf"]


def test_the_palette_does_what_the_menus_do(case, desk_page):
    page = desk_page
    page.keyboard.press("Control+k")
    page.keyboard.type("müşteri bekleniyor" if page.locator("html[lang=tr]").count() else "waiting customer")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    option = page.locator("#palette-options [data-press*=waiting_customer]")
    page.locator("[data-palette]").fill(option.locator("span").text_content())
    chosen = page.locator("#palette-options [aria-selected=true]")
    assert chosen.get_attribute("id") == page.locator("[data-palette]").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    page.locator(".messages .notice").wait_for()
    assert load(case.id).status == Status.WAITING_CUSTOMER


def test_the_palette_finds_cases_while_someone_types(case, desk_page):
    page = desk_page
    page.keyboard.press("Control+k")
    page.keyboard.type("gecikti")
    page.locator("#palette-options [data-found]").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    assert page.locator("h1").text_content() == "Para çekme talebim gecikti"


def test_the_keys_are_listed_and_can_be_switched_off(desk_page):
    page = desk_page
    page.keyboard.press("?")
    listed = page.locator("[data-keys-of-page]").text_content()
    for key in ("Ctrl⇧↵", "Ctrl↵", "⇧↵"):
        assert key in listed.replace("+", "")
    page.keyboard.press("Escape")
    page.goto("/desk/profile/")
    page.locator("[name=keys]").uncheck()
    with page.expect_navigation():
        page.locator("form.stack .btn-primary").first.click()
    page.goto("/desk/")
    page.keyboard.press("?")
    assert not page.locator("#shortcuts").is_visible()


def plan_one(world, case):
    deniz = world.staff["deniz"]
    answer = desk.Answer(text="Yarın gider", seen=newest_word(case), leaves_at=later(90_000))
    by = Actor.staff(deniz.pk)
    return desk.send_reply(case=case, staff=deniz, answer=answer, by=by, at=timezone.now())


def test_no_barriers_while_writing(page, world, case, browse_as, axe):
    browse_as(page, "deniz")
    plan_one(world, case)
    page.goto(f"/desk/cases/{case.number}/")
    page.locator("[data-beside] .suggest").first.wait_for()
    page.keyboard.press("r")
    page.keyboard.type("/")
    page.locator(".picker").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    page.locator("#reply").fill("Not: iade")
    page.keyboard.press("Shift+Enter")
    page.locator(".composer .notice[role=alert]").wait_for()
    axe(page)
    page.locator("#reply").focus()
    page.keyboard.press("Shift+Enter")
    page.locator(".toast").wait_for()
    axe(page)
    page.keyboard.press("Control+k")
    page.locator("#palette").wait_for()
    axe(page)
    for place in ("/desk/texts/", "/desk/texts/nehir/new/", f"/desk/cases/{case.number}/texts/"):
        page.goto(place)
        axe(page)


def test_a_narrow_screen_has_no_sideways_scroll(world, case, phone_page, browse_as):
    page = browse_as(phone_page, "deniz")
    plan_one(world, case)
    for place in (f"/desk/cases/{case.number}/", "/desk/texts/", f"/desk/cases/{case.number}/texts/"):
        page.goto(place)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], place


def test_writing_without_script(case, no_js_page, browse_as):
    page = browse_as(no_js_page, "deniz")
    page.goto(f"/desk/cases/{case.number}/")
    page.locator("[data-insert-open=reply]").click()
    page.locator(".text-card button").click()
    assert "inceliyoruz" in page.locator("#reply").input_value()
    page.locator("#reply").fill("Not: haklı")
    page.locator("form[data-draft=staff] [name=then][data-key='shift+enter']").click()
    assert page.locator(".composer .notice").is_visible()
    page.locator("form[data-draft=staff] [name=then][data-key='shift+enter']").click()
    page.locator(".toast button").click()
    assert page.locator("#reply").input_value() == "Not: haklı"
    assert Draft.objects.filter(author=Author.STAFF).exists()
    assert not Message.objects.filter(case=case, author=Author.STAFF).exists()


def test_news_are_shown_without_script(case, no_js_page, browse_as):
    page = browse_as(no_js_page, "deniz")
    page.goto(f"/desk/cases/{case.number}/")
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Banka yazısı ekte"),
        by=Actor.customer(case.customer_id),
        at=timezone.now(),
    )
    page.locator("#reply").fill("Eski cevap")
    page.locator("form[data-draft=staff] [name=then][data-key='shift+enter']").click()
    assert page.locator(".composer .notice").get_by_text("Banka yazısı ekte").is_visible()
    assert page.locator("#reply").input_value() == "Eski cevap"
