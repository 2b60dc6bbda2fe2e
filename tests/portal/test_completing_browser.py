"""The page for what a mail lacks, in a real browser: on a phone, without script, in both languages."""

import re

import pytest
from django.utils import timezone

from muhatap.cases.models import Message
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.world import load


@pytest.fixture
def asked(transactional_db, shop):
    at = timezone.now()
    case = bring(post.mailbox(shop.brand, topic="PAY-WD"), mail(), at).case
    post.work(at)
    letter = Message.objects.get(case=case, external_id=f"missing:{case.id}")
    return case, re.search(r"(/nehir/complete/[^?\s]+)", letter.text)[1]


def fill(page):
    page.fill("#id_transaction_id", "TRX-90418827")
    page.fill("#id_amount", "4850")
    page.fill("#id_requested_at-date", f"{timezone.localtime():%Y-%m-%d}")
    page.fill("#id_requested_at-time", "00:01")


@pytest.mark.parametrize("language", ["tr", "en"])
def test_on_a_phone_nothing_runs_over_and_nothing_bars_the_way(asked, phone_page, axe, language):
    _, link = asked
    phone_page.goto(f"{link}?lang={language}")
    assert phone_page.locator("html").get_attribute("lang") == language
    assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(phone_page)
    phone_page.locator("main button.btn-primary").click()
    phone_page.locator(".error-summary").wait_for()
    axe(phone_page)


def test_without_script_what_is_right_is_kept_and_the_rest_asked_again(asked, no_js_page):
    case, link = asked
    no_js_page.goto(f"{link}?lang=tr")
    fill(no_js_page)
    no_js_page.locator("main button.btn-primary").click()
    assert no_js_page.locator("#id_transaction_id").count() == 0
    assert no_js_page.locator("#id_file-view").count() == 1
    assert "transaction_id" in load(case.id).fields
    no_js_page.set_input_files("#id_file-view", {"name": "ekran.png", "mimeType": "image/png", "buffer": PNG})
    no_js_page.locator("main button.btn-primary").click()
    assert no_js_page.locator("main form").count() == 0


def test_the_thanks_are_accessible(asked, page, axe):
    _, link = asked
    page.goto(f"{link}?lang=tr")
    fill(page)
    page.locator("#id_file-view").set_input_files({"name": "e.png", "mimeType": "image/png", "buffer": PNG})
    page.locator("main button.btn-primary").click()
    page.locator("main form").wait_for(state="detached")
    axe(page)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
