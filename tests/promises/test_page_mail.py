"""The mail of a page: to the person on call, once for each page, with no word of the customer."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from muhatap.channels.adapters.email import smtp
from muhatap.promises import operations as promises
from muhatap.promises.models import ClockStep
from tests.promises.test_escalating import PAGING, SWEEP, only, quiet_case
from tests.promises.test_operations import hours, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world, settings, monkeypatch):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:2525"
    world.brand.contact = {"email": "destek@nehir.example"}
    world.brand.save()
    found = []
    monkeypatch.setattr(smtp, "deliver", lambda server, sender, to, raw: found.append((to, raw)))
    return found


@pytest.fixture
def case(world, sent):
    only(world, "triage", PAGING)
    case = quiet_case(world)
    sweep(hours(1))
    promises.page_on_call(by=SWEEP, at=hours(1))
    return case


def test_each_page_is_mailed_once_to_whom_it_asks(case, sent):
    assert [promises.mail_pages(by=SWEEP, at=hours(1)) for _ in range(2)] == [1, 0]
    promises.page_on_call(by=SWEEP, at=hours(1) + timedelta(minutes=5))
    assert promises.mail_pages(by=SWEEP, at=hours(1.1)) == 1
    assert [to for to, _ in sent] == [("mert@nehir.example",), ("pelin@nehir.example",)]
    mail = message_from_bytes(sent[0][1], policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert case.number in text
    assert case.subject not in text
    assert "bekliyorum" not in text
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_server_that_is_away_is_asked_again(case, sent, monkeypatch):
    def away(*_):
        raise smtp.Retry("busy")

    with monkeypatch.context() as now:
        now.setattr(smtp, "deliver", away)
        assert promises.mail_pages(by=SWEEP, at=hours(1)) == 0
    assert promises.mail_pages(by=SWEEP, at=hours(1)) == 1


def test_nothing_is_mailed_when_somebody_has_answered_or_no_server_is_set(case, world, sent, settings):
    url, settings.MUHATAP_SMTP_URL = settings.MUHATAP_SMTP_URL, ""
    assert promises.mail_pages(by=SWEEP, at=hours(1)) == 0
    settings.MUHATAP_SMTP_URL = url
    promises.acknowledge_page(case=case, staff=world.staff["mert"], by=SWEEP, at=hours(1))
    assert promises.mail_pages(by=SWEEP, at=hours(1)) == 0
    assert ClockStep.objects.get(clock__case=case, clock__name="triage").page_mailed == 0
    assert sent == []
