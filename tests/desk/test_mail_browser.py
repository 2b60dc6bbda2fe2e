"""The agent's side of mail in a real browser: by keys alone, live, and accessible in both schemes."""

import pytest
from django.utils import timezone

from muhatap.audit.relay import publish
from muhatap.cases.models import Message, Participant, SideConversation
from muhatap.cases.statuses import Author
from muhatap.channels.models import Delivery
from tests.channels.email.post import bring, mail, mailbox
from tests.desk.mailing import mails_of
from tests.desk.test_originals import html_mail
from tests.house.browser import DESKTOP, DRAWN
from tests.world import load

BANK = "operasyon@banka.example"


@pytest.fixture
def box(transactional_db, world):
    return mailbox(world.brand)


@pytest.fixture
def case(box):
    raw = html_mail().replace(b"Subject: Cekim", "Cc: Ayşe <es@posta.example>\r\nSubject: Cekim".encode())
    return load(bring(box, raw, at=timezone.now()).case_id)


@pytest.fixture
def desk(page, browse_as, case):
    """The case in a browser, as Mert sees it."""
    browse_as(page, "mert").goto(f"/desk/cases/{case.number}/")
    return page


def bank_answers(box, case, text="Para yola çıktı."):
    sent = Message.objects.filter(case=case, side__isnull=False).earliest("id")
    letter = next(iter(mails_of(sent.id).values()))
    bring(box, mail(sender=f"Banka <{BANK}>", text=text, in_reply_to=letter["message-id"]), at=timezone.now())
    publish(at=timezone.now())


def turn_outside(page):
    """Open a side conversation by keys."""
    page.locator(".msg-acts a", has_text="yön").or_(
        page.locator(".msg-acts a[href*='asides/new']")
    ).first.press("Enter")
    page.locator("#id_to").fill(f"Banka <{BANK}>")
    page.locator("#id_text").fill("Bakar mısınız?")
    page.keyboard.press("Control+Enter")
    page.locator(".aside").wait_for()


def test_copies_by_keys_alone(case, desk):
    desk.locator("body").press("b")
    assert desk.evaluate("document.activeElement.id") == "reply-cc"
    desk.keyboard.type("avukat@hukuk.example,")
    desk.keyboard.type("yanlis")
    desk.keyboard.press("Enter")
    assert desk.locator(".chip").count() == 2
    assert desk.locator(".chip[data-wrong]").count() == 1
    desk.keyboard.press("Backspace")
    for _ in "yanlis":
        desk.keyboard.press("Backspace")
    desk.keyboard.press("Tab")
    desk.keyboard.type("denetim@nehir-ic.example")
    desk.locator("#reply").fill("Merhaba")
    desk.keyboard.press("Control+Enter")
    desk.locator('.msg[data-from="agent"]').wait_for()
    message = Message.objects.get(case=case, author=Author.STAFF)
    recipients = set(Delivery.objects.filter(message=message).values_list("recipient", flat=True))
    assert recipients == {case.customer.email, "avukat@hukuk.example", "denetim@nehir-ic.example"}
    assert "denetim@nehir-ic.example" in desk.locator('.msg[data-from="agent"] .copied').inner_text()


def test_a_suggested_person_is_taken_in_with_one_key(case, desk):
    button = desk.locator(".suggested button").first
    button.focus()
    desk.keyboard.press("Enter")
    desk.locator(".people").wait_for()
    assert Participant.objects.get().role == "copied"
    # Folded, the line still says who reads along.
    assert "es@posta.example" in desk.locator(".copies summary").inner_text()
    desk.locator(".copies summary").press("Enter")
    assert desk.locator(".chip").inner_text().startswith("es@posta.example")


def test_a_side_conversation_from_the_first_word_to_the_answer(case, box, desk):
    turn_outside(desk)
    aside = desk.locator(".aside")
    aside.locator("summary").first.press("Enter")
    assert "Bakar mısınız?" in aside.inner_text()
    box_of_reply = aside.locator("textarea")
    box_of_reply.fill("Yarım kalan")
    bank_answers(box, case)
    desk.locator(".aside .msg[data-way=in]").wait_for(timeout=20_000)
    # What was being written is still there, and the fold is still open.
    assert box_of_reply.input_value() == "Yarım kalan"
    assert aside.locator("details").first.get_attribute("open") is not None
    box_of_reply.focus()
    desk.keyboard.type(" söz")
    desk.keyboard.press("Control+Enter")
    desk.locator(".messages .notice").wait_for()
    texts = Message.objects.filter(side=SideConversation.objects.get()).values_list("text", flat=True)
    assert any("Yarım kalan" in text for text in texts)


def test_nothing_is_fetched_from_outside_until_somebody_asks(case, desk):
    asked = []
    desk.context.route(
        "https://izle.example/**", lambda route: (asked.append(route.request.url), route.abort())
    )
    desk.context.route(
        "http://izle.example/**", lambda route: (asked.append(route.request.url), route.abort())
    )
    desk.locator("a[href*='/original/']").first.press("Enter")
    frame = desk.frame_locator(".mail-frame")
    frame.locator("b", has_text="Nehir").wait_for()
    assert frame.locator("img[src^='data:image/png']").count() == 1
    assert asked == []
    desk.locator("form[action*='pictures'] button").press("Enter")
    desk.frame_locator(".mail-frame").locator("img[src^='https://izle.example/']").first.wait_for(
        state="attached"
    )
    desk.wait_for_timeout(300)
    assert set(asked) == {"https://izle.example/1.gif", "https://izle.example/2.gif"}


def test_without_script_copies_are_a_plain_list(case, no_js_page, browse_as):
    page = browse_as(no_js_page, "mert")
    page.goto(f"/desk/cases/{case.number}/")
    page.locator(".copies summary").click()
    page.locator("#reply-cc").fill("avukat@hukuk.example, can@posta.example")
    page.locator("#reply").fill("Merhaba")
    page.locator("form[data-draft=staff] button[data-key='ctrl+enter']").click()
    assert Participant.objects.filter(role="copied").count() == 2


def test_axe_finds_nothing(world, case, box, page, browse_as, axe):
    page = browse_as(page, "mert")

    def look():
        axe(page)
        page.set_viewport_size({"width": 390, "height": 900})
        axe(page, only=DRAWN)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.set_viewport_size(DESKTOP)

    page.goto(f"/desk/cases/{case.number}/")
    turn_outside(page)
    bank_answers(box, case)
    message = Message.objects.get(case=case, author=Author.CUSTOMER)
    root = f"cases/{case.number}"
    for place in (
        f"{root}/",
        f"{root}/messages/{message.id}/original/",
        f"{root}/messages/{message.id}/new-case/",
        f"{root}/asides/new/?message={message.id}",
        "write/",
    ):
        page.goto(f"/desk/{place}")
        for fold in page.locator(".aside summary, .copies summary").all():
            fold.press("Enter")
        look()
    browse_as(page, "arda")
    for place in ("mailboxes/", f"mailboxes/{box.id}/"):
        page.goto(f"/desk/{place}")
        look()
