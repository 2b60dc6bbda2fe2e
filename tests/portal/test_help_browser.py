"""The help centre in a real browser: the demo's own articles and guides, on a phone, and without script."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.cases.models import Message
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.wiring.demo.articles import publish_articles

NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")
PLACES = (
    "help/", "help/?q=kimlk", "help/?q=xyzzy", "help/para-cekme/", "help/promosyon-kosullari/",
    "help/promosyon-kosullari/v1/", "help/itiraz/?helped=no", "new/ACC-LOGIN/", "assistant/",
)  # fmt: skip


@pytest.fixture
def nehir(transactional_db, world):
    now = timezone.now()
    charters.apply_charter(
        text=NEHIR, source="nehir.yaml", by=Actor.system("test"), at=now - timedelta(days=90)
    )
    world.brand.refresh_from_db()
    mert = world.staff["mert"]
    publish_articles(brand=world.brand, owner=mert, by=Actor.staff(mert.pk), at=now)
    return world


def test_every_page_is_open_to_everybody_on_a_phone(nehir, phone_page, axe):
    for place in PLACES:
        phone_page.goto(f"/nehir/{place}")
        assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
        axe(phone_page)
    phone_page.goto("/nehir/assistant/")
    for text in ("Para çekme ne kadar sürer?", "Bıktım, şikâyetçiyim"):
        phone_page.fill("#text", text)
        phone_page.locator("#ask button").click()
        phone_page.wait_for_load_state()
    assert phone_page.locator("blockquote a").first.get_attribute("href") == "/nehir/help/para-cekme/"
    axe(phone_page)


def test_a_guide_leads_to_the_form_without_script(nehir, no_js_page):
    page = no_js_page
    page.goto("/nehir/new/ACC-LOGIN/")
    page.locator("form[action$='/guide/ACC-LOGIN/'] button").click()
    for outcome in ("not_yet", "link_doubt", "forged"):
        page.locator(f"button[value={outcome}]").click()
    assert page.locator(".tried li").count() == 3
    page.locator("button[value=write]").click()
    assert page.locator(".tried li").count() == 3
    page.fill("[name=username]", "elif")
    page.fill("[name=error_text]", "yok")
    page.locator("input[name=two_factor][value=yes]").check()
    page.fill("[name=last_success]", "2026-11-01")
    page.fill("[name=what]", "Şifre sıfırlama bağlantısı sahte çıktı, giremiyorum.")
    page.fill("[name=wanted]", "Hesabımı açın.")
    page.fill("[name=contact_name]", "Elif Karaca")
    page.fill("[name=contact_email]", "elif@posta.example")
    page.locator("button[value=continue]").last.click()
    assert page.locator(".suggested a").count() >= 1
    assert page.locator(".tried li").count() == 3
    assert not Message.objects.exists()
