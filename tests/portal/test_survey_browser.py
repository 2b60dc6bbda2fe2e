"""A customer answers by the link of her letter on a small phone, without scripts; staff publish her words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from muhatap.channels.answer_links import answer_token
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SurveyAnswer, SurveyInvitation
from tests.house.browser import PHONE
from tests.surveys.conftest import STAFF, asking, closed_case  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_answered_on_a_phone_without_scripts_and_read_by_everybody(asking, live_server, new_page, axe):  # noqa: F811
    now = timezone.now()
    case = closed_case(asking, at=now - timedelta(days=1), language="en")
    surveys.ask_due(by=STAFF, at=now)
    row = SurveyInvitation.objects.get(case=case)
    address = f"{live_server.url}/nehir/survey/{answer_token(case.brand_id, row.id)}/"
    looked = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    looked.goto(f"{address}?size=large")
    axe(looked)
    assert looked.evaluate("document.documentElement.scrollWidth <= innerWidth")

    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)
    phone.goto(address)
    phone.click("button.btn-primary")
    expect(phone.locator(".error-summary")).to_contain_text("1")
    phone.check("#score-1", force=True)
    phone.fill("#comment", "Nobody called me.")
    phone.check("[name=may_publish]")
    phone.click("button.btn-primary")
    expect(phone.locator("h1")).to_have_text("Thank you for your answer")
    kept = SurveyAnswer.objects.get(invitation=row)
    expect(phone.locator(".remedy")).to_contain_text(kept.follow_up.number)

    looked.goto(address)
    axe(looked)
    looked.goto(f"{live_server.url}/nehir/said/")
    axe(looked)
