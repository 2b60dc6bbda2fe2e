"""Two people publish the report of a quarter, and a customer sees that her case is counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit import relay
from muhatap.dossiers.receipts import code_of
from muhatap.reports import operations as reports
from muhatap.reports.models import PublishedReport
from tests.house.browser import DRAWN
from tests.journeys.nehir import BY, write_in
from tests.journeys.scenery import tell_past

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.once


@pytest.fixture
def counted(nehir):
    """Half a year of another system, a case of yesterday, and its day signed."""
    now = timezone.now()
    tell_past(nehir, days=190)
    reports.follow_events(by=BY, at=now)
    case = write_in(nehir, at=now - timedelta(days=1))
    while relay.publish(at=now) or reports.follow_events(by=BY, at=now):
        pass
    while reports.roll_days(by=BY, at=now, limit=200) or reports.seal_due_day(
        by=BY, at=now + timedelta(days=1)
    ):
        pass
    return case


def test_two_people_publish_and_a_customer_checks(page, nehir, counted, browse_as, axe):
    browse_as(page, "mert")
    for place in ("/desk/insights/", "/desk/insights/staffing/?channel=phone&volume=150&aht=240"):
        page.goto(place)
        assert page.locator("svg.chart").count() >= 2
        axe(page, None, DRAWN)
    page.goto("/desk/insights/public/")
    page.locator("button[value=propose]").first.click()
    page.locator("button[value=approve]").first.click()
    page.locator("[role=alert], .toast, .notice").first.wait_for()
    assert not PublishedReport.objects.exists()
    axe(page, None, DRAWN)
    browse_as(page, "pelin")
    page.goto("/desk/insights/public/")
    page.locator("button[value=approve]").first.click()
    page.wait_for_load_state()
    assert reports.publish_due_reports(by=BY, at=timezone.now() + timedelta(days=9)) == 1
    report = PublishedReport.objects.get()
    page.context.clear_cookies()
    page.goto("/nehir/performance/")
    page.locator(f"a[href$='/reports/{report.since}.pdf']").wait_for()
    axe(page, None, DRAWN)
    page.fill("#number", counted.number)
    page.fill("#code", code_of(counted))
    page.locator(".performance form button").click()
    page.locator("#found-h").wait_for()
    assert counted.number in page.locator("#found-h").inner_text()
