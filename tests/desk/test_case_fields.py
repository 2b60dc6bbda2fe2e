"""The answers of a topic: shown by topic, checked as at intake, kept when the topic changes."""

import json

import pytest
from django.utils import timezone

from muhatap.audit.models import ErasableContent, Event
from muhatap.audit.verifying import verify_stream
from muhatap.topics.models import Topic
from muhatap.wiring.proving import CHECKS
from tests.world import load, make_case

pytestmark = pytest.mark.django_db

FIELDS = [
    {
        "code": "amount",
        "kind": "amount",
        "label": {"tr": "Tutar", "en": "Amount"},
        "currencies": ["TRY"],
        "required": True,
    },
    {"code": "sent_at", "kind": "past_datetime", "label": {"tr": "Ne zaman?", "en": "When?"}},
    {"code": "iban", "kind": "iban", "label": {"tr": "IBAN", "en": "IBAN"}},
    {
        "code": "way",
        "kind": "choice",
        "label": {"tr": "Yol", "en": "Way"},
        "choices": [{"code": "bank", "label": {"tr": "Banka", "en": "Bank"}}],
    },
]
IBAN = "TR330006100519786457841326"


@pytest.fixture
def case(world):
    Topic.objects.filter(id=world.topics["PAY-WD"].id).update(fields=FIELDS)
    case = make_case(world, at=timezone.now())
    case.fields = {"old_answer": "kalır", "amount": {"minor": 125000, "currency": "TRY"}}
    case.save(update_fields=["fields"])
    return case


def place(case):
    return f"/desk/cases/{case.number}/fields/"


def test_the_fields_of_the_topic_stand_there_with_what_was_answered(sign_in, case):
    said = sign_in("deniz").get(place(case)).content.decode()
    assert 'name="amount" value="1250,00"' in said
    assert 'name="sent_at-date"' in said
    assert "old_answer" not in said


def test_answers_are_saved_with_a_fact_that_keeps_what_stood_there(sign_in, case):
    client = sign_in("deniz")
    given = {
        "amount": "2.000,00",
        "sent_at-date": "2026-01-05",
        "sent_at-time": "10:30",
        "iban": IBAN,
        "way": "bank",
    }
    assert client.post(place(case), given).status_code == 303
    fields = load(case.id).fields
    assert fields["amount"] == {"minor": 200000, "currency": "TRY"}
    assert fields["way"] == "bank"
    assert IBAN not in json.dumps(fields)
    assert fields["old_answer"] == "kalır"
    event = Event.objects.get(stream_id=case.id, kind="case.answers_corrected")
    assert "125000" in str(ErasableContent.objects.get(event_id=event.id).fields)
    assert not verify_stream(case.id, CHECKS).findings
    # Sent again as it stands, nothing changes and nothing is told.
    assert client.post(place(case), {**given, "iban": ""}).status_code == 303
    assert Event.objects.filter(stream_id=case.id, kind="case.answers_corrected").count() == 1
    assert load(case.id).fields["iban"] == fields["iban"]


@pytest.mark.parametrize(
    "given",
    [{"amount": ""}, {"amount": "çok"}, {"amount": "5", "iban": "TR00"}, {"amount": "5", "way": "uzay"}],
)
def test_what_intake_would_refuse_is_refused(sign_in, case, given):
    before = load(case.id).fields
    refused = sign_in("deniz").post(place(case), given)
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert load(case.id).fields == before


def test_an_answer_that_is_not_needed_can_be_removed(sign_in, case):
    client = sign_in("deniz")
    client.post(place(case), {"amount": "5", "way": "bank"})
    client.post(place(case), {"amount": "5", "way": ""})
    assert "way" not in load(case.id).fields


def test_another_topic_asks_other_things_and_loses_nothing(sign_in, world, case):
    client = sign_in("deniz")
    client.post(place(case), {"amount": "5", "way": "bank"})
    case.topic = world.topics["ACC-LOGIN"]
    case.save(update_fields=["topic"])
    said = client.get(place(case)).content.decode()
    assert 'name="amount"' not in said
    assert load(case.id).fields["way"] == "bank"


@pytest.mark.parametrize(("login", "status"), [("selin", 404), ("gul", 403), ("stranger", 404)])
def test_who_may_not_answer_changes_nothing(sign_in, case, login, status):
    assert sign_in(login).post(place(case), {"amount": "5"}).status_code == status


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fixture", ["phone_page", "dark_page", "no_js_page"])
def test_the_page_bars_nobody(case, request, browse_as, axe, fixture):
    browser = browse_as(request.getfixturevalue(fixture), "deniz")
    browser.goto(place(case))
    assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if fixture != "no_js_page":
        axe(browser)
    browser.locator("[name=amount]").fill("yok")
    browser.locator("main form[novalidate] button").click()
    browser.wait_for_selector("[aria-invalid=true]")
    if fixture != "no_js_page":
        axe(browser)
