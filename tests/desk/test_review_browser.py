"""The review list and joined cases in a real browser: accessible, on a phone, in the dark, without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.desk.test_review import STRANGER
from tests.world import load, make_case


@pytest.fixture
def scene(transactional_db, world):
    """A stranger's and a forged mail that name Elif's case, and two cases of hers within minutes."""
    now = timezone.now()
    case = make_case(world, at=now - timedelta(hours=5))
    box = post.mailbox(world.brand, topic="PAY-WD")
    box.state = {**box.state, "trusted_receivers": ["mx.nehir.example"]}
    box.save()
    named = f"Re: [{case.number}]"
    bring(box, mail(STRANGER, named, "Müvekkilim adına yazıyorum."), now - timedelta(hours=1))
    failed = "mx.nehir.example; dmarc=fail header.from=posta.example"
    forged = mail(subject=named, text="Parayı şu hesaba gönderin.", authentication_results=failed)
    bring(box, forged, now - timedelta(hours=2))
    older = make_case(world, at=now - timedelta(minutes=8), subject="Çekim hakkında")
    newer = make_case(world, at=now - timedelta(minutes=3), subject="Yine ben")
    return case, older, newer


@pytest.mark.parametrize("fixture", ["page", "phone_page"])
def test_the_review_list_bars_nobody_and_runs_over_nowhere(scene, request, browse_as, axe, fixture):
    browser = browse_as(request.getfixturevalue(fixture), "deniz")
    browser.goto("/desk/review/")
    assert browser.locator("section.doubt").count() == 2
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(browser)


def test_a_decision_without_script_and_the_way_back(scene, no_js_page, browse_as):
    case, _, _ = scene
    page = browse_as(no_js_page, "deniz")
    page.goto("/desk/review/")
    page.locator("section.doubt", has_text="can@hukuk.example").locator('button[value="joined"]').click()
    assert page.locator("section.doubt").count() == 1
    page.goto(f"/desk/cases/{case.number}/")
    assert page.locator(".msg", has_text="Müvekkilim adına yazıyorum.").count() == 1
    page.locator('form[action$="/part/"] button').click()
    assert load(case.id).is_open
    assert page.locator('form[action$="/part/"]').count() == 0


def test_the_hint_joins_two_cases_of_one_sender(scene, page, browse_as, axe):
    _, older, newer = scene
    browse_as(page, "deniz").goto(f"/desk/cases/{newer.number}/")
    axe(page)
    page.locator('form[action$="/join/"] button', has_text="Birleştir").first.click()
    page.wait_for_url(f"**/desk/cases/{older.number}/")
    axe(page)
    page.goto(f"/desk/cases/{newer.number}/")
    assert page.locator(f'a.btn[href="/desk/cases/{older.number}/"]').count() == 1
    assert page.locator("#reply").count() == 0
    axe(page)
