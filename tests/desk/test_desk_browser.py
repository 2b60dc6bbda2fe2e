"""The desk in a real browser: by keys alone, live, and accessible in both schemes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.relay import publish
from muhatap.cases import operations as cases
from muhatap.cases.models import Draft
from muhatap.cases.statuses import Author, Status
from muhatap.channels.contract import InboundFile
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock
from tests.world import load, make_case

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def case(transactional_db, world):
    now = timezone.now()
    make_case(world, at=now - timedelta(days=3), customer=1, subject="Hesabım gerekçesiz engellendi")
    make_case(
        world, at=now - timedelta(hours=20), customer=2, topic="COMPLAINT", subject="Yazılı gerekçe gelmedi"
    )
    case = make_case(
        world,
        at=now - timedelta(hours=47, minutes=20),
        text="Kartım 4242 4242 4242 4242.\n\nDekont ekte.",
        files=(InboundFile("dekont.png", PNG),),
    )
    staff = Actor.staff(world.staff["deniz"].pk)
    cases.assign(case=case, owner=world.staff["mert"], by=staff, at=now - timedelta(hours=3))
    cases.change_priority(case=case, priority=2, reason="desk", by=staff, at=now - timedelta(hours=3))
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text="Finans onayı bekliyor.")
    cases.post_message(case=case, new=note, by=staff, at=now - timedelta(hours=2))
    return load(case.id)


def customer_writes(case, text="Bir şey daha ekliyorum"):
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=Author.CUSTOMER, channel="portal", text=text),
        by=Actor.customer(case.customer_id),
        at=timezone.now(),
    )
    publish(at=timezone.now())


def test_an_answer_by_keys_alone(case, page, browse_as):
    browse_as(page, "deniz").goto("/desk/")
    page.keyboard.press("j")
    while page.evaluate("document.activeElement.textContent") != "Elif Karaca":
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    page.keyboard.press("a")
    page.wait_for_load_state()
    page.locator(".messages .notice").wait_for()
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "reply"
    page.keyboard.type("Merhaba, tutar bugün 17:00'ye kadar hesabınızda.")
    page.keyboard.press("Control+Enter")
    page.locator('.msg[data-from="agent"]').wait_for()
    answered = load(case.id)
    assert answered.status == Status.RESOLVED
    assert answered.owner.name == "Deniz Aydın"


def test_reply_and_note_are_two_boxes_and_drafts_stay(case, page, browse_as):
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    page.keyboard.press("r")
    page.keyboard.type("Müşteriye yarım")
    page.locator("form[data-draft=staff] [data-draft-state]", has_text=":").wait_for()
    page.locator("h1").click()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "note"
    assert page.locator("#reply").is_hidden()
    page.keyboard.type("Ekibe yarım")
    page.locator("form[data-draft=note] [data-draft-state]", has_text=":").wait_for()
    page.reload()
    assert page.locator("#reply").input_value() == "Müşteriye yarım"
    assert page.locator("#note").input_value() == "Ekibe yarım"
    assert Draft.objects.count() == 2


def test_handing_over_by_keys(case, world, page, browse_as):
    browse_as(page, "mert").goto(f"/desk/cases/{case.number}/")
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.id") == "hand-to"
    page.keyboard.type("Selin")
    page.keyboard.press("Tab")
    page.keyboard.type("Sende")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".messages .notice").wait_for()
    assert load(case.id).owner == world.staff["selin"]


def test_news_stop_what_was_begun_before(case, page, browse_as):
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    page.locator("#reply").fill("Eski bilgiyle yazıldı")
    customer_writes(case, "Vazgeçtim")
    page.keyboard.press("Control+Enter")
    page.locator(".composer .notice[role=alert]").wait_for()
    assert page.locator("#reply").input_value() == "Eski bilgiyle yazıldı"
    assert page.locator(".timeline").get_by_text("Vazgeçtim").is_visible()


def test_what_others_do_shows_without_reload(case, page, browse_as):
    page.clock.install()
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    page.locator("#reply").fill("Yazıyorum")
    customer_writes(case, "Canlı gelen söz")
    page.clock.fast_forward(13_000)
    page.locator(".timeline").get_by_text("Canlı gelen söz").wait_for()
    assert page.locator("[data-news]").is_visible()
    assert page.locator("#reply").input_value() == "Yazıyorum"


def test_the_palette_opens_narrows_and_searches(case, page, browse_as):
    browse_as(page, "deniz").goto("/desk/")
    page.keyboard.press("Control+k")
    page.locator("#palette").wait_for()
    shown = page.locator("#palette li:visible").count()
    page.keyboard.type("profil")
    assert 0 < page.locator("#palette li:visible").count() < shown
    page.locator("[data-palette]").fill(case.number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.number}/")


def test_the_case_is_answered_without_script(case, no_js_page, browse_as):
    page = browse_as(no_js_page, "deniz")
    page.goto(f"/desk/cases/{case.number}/")
    page.locator(".composer label", has=page.locator("#mode-note")).click()
    page.locator("#note").fill("Betik olmadan")
    page.locator("form[data-draft=note] button").click()
    assert page.locator('.msg[data-from="note"]').count() == 2


def test_why_a_promise_that_is_over_had_its_time_is_read_when_it_is_unfolded(case, page, browse_as, axe):
    Clock.objects.filter(case=case, name="first_reply").update(stopped_at=timezone.now(), was_kept=True)
    browse_as(page, "deniz").goto(f"/desk/cases/{case.number}/")
    over = page.locator("details.why[hx-get]").first
    over.locator("summary").focus()
    page.keyboard.press("Enter")
    over.locator("li").nth(2).wait_for()
    assert over.locator("a").count() == 0
    axe(page)
