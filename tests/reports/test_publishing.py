"""The public report: two people want it, its day comes, and what they saw is what is published."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from muhatap.accounts.roles import Role
from muhatap.approvals import operations as approvals
from muhatap.audit import relay
from muhatap.brands.models import Brand
from muhatap.desk.insights import public
from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports import sealed, spans
from muhatap.reports.models import PublishedReport
from tests.world import NOON, make_case, make_staff

_BY = Actor.system("test")
_SINCE = date(2026, 10, 1)
_LATER = datetime(2027, 1, 5, 8, 0, tzinfo=ZoneInfo("Europe/Istanbul"))


@pytest.fixture
def lived(world):
    Brand.objects.filter(id=world.brand.id).update(charter_number=1)
    world.brand.refresh_from_db()
    reports.follow_events(by=_BY, at=NOON)
    for _ in range(12):
        make_case(world)
    while relay.publish(at=NOON):
        pass
    while reports.follow_events(by=_BY, at=NOON + timedelta(days=1)):
        pass
    return world


def _person(world, name):
    return Actor.staff(make_staff(world.brand, f"{name}@nehir.example", name, Role.SUPERVISOR).pk)


def test_a_quarter_is_published_on_its_day_after_a_second_yes(lived):
    one, two = _person(lived, "bir"), _person(lived, "iki")
    at = _LATER - timedelta(days=3)
    proposal = reports.propose_report(brand=lived.brand, since=_SINCE, by=one, at=at)
    with pytest.raises(approvals.SamePerson):
        approvals.approve(proposal=proposal, by=one, at=at)
    assert reports.publish_due_reports(by=_BY, at=_LATER) == 0
    approvals.approve(proposal=proposal, by=two, at=at)
    assert reports.publish_due_reports(by=_BY, at=_LATER - timedelta(seconds=1)) == 0
    assert reports.publish_due_reports(by=_BY, at=_LATER) == 1
    assert reports.publish_due_reports(by=_BY, at=_LATER) == 0
    kept = PublishedReport.objects.get(brand=lived.brand)
    assert kept.content == proposal.content
    assert sealed.is_signed(kept)
    with pytest.raises(reports.PublishedAlready):
        reports.propose_report(brand=lived.brand, since=_SINCE, by=one, at=_LATER)
    (row,) = public.periods_of(lived.brand, _LATER)
    assert (row.published, row.waiting) == (kept, None)


def test_what_is_not_over_or_no_period_is_refused(lived):
    one = _person(lived, "bir")
    for since, at in (_SINCE, NOON), (date(2026, 11, 1), _LATER), (date(2026, 7, 1), _LATER):
        with pytest.raises(reports.NotPublishable):
            reports.propose_report(brand=lived.brand, since=since, by=one, at=at)


def test_a_charter_that_publishes_by_the_month_has_months(lived, monkeypatch):
    monkeypatch.setattr(spans, "section_of", lambda brand, name: {"performance": "monthly"})
    months = spans.months_of(lived.brand)
    assert spans.spans_over(lived.brand, months, _LATER) == [date(2026, 12, 1), date(2026, 11, 1)]
    assert spans.span_after(_SINCE, 3) == date(2027, 1, 1)


def test_what_was_changed_after_the_yes_is_not_published(lived):
    one, two = _person(lived, "bir"), _person(lived, "iki")
    at = _LATER - timedelta(days=3)
    proposal = reports.propose_report(brand=lived.brand, since=_SINCE, by=one, at=at)
    approvals.approve(proposal=proposal, by=two, at=at)
    type(proposal).objects.filter(id=proposal.id).update(content=proposal.content.replace("12", "13"))
    assert reports.publish_due_reports(by=_BY, at=_LATER) == 0
    assert not PublishedReport.objects.exists()
