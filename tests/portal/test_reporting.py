"""Is this really you? No yes to a lookalike; a reported impostor becomes one case with all its words."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.cases.models import Case, Message
from muhatap.channels.models import VaultItem, VaultState
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.portal.operations import limiting
from muhatap.portal.operations.limiting import Limit

pytestmark = pytest.mark.django_db
NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")
CHECK, REPORT = "/nehir/charter/official/", "/nehir/charter/official/report/"
GOOD = {
    "address": "nehir-destek.com",
    "seen_on": "SMS",
    "story": "Kartımı sordular.",
    "email": "elif@posta.example",
}


@pytest.fixture
def nehir():
    return charters.apply_charter(
        text=NEHIR, source="nehir.yaml", by=Actor.system("test"), at=timezone.now()
    ).brand


def stamp():
    return re.search(r'name="stamp" value="([^"]+)"', Client().get(REPORT).content.decode())[1]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("DESTEK@nehir.example", "Yes, this is ours."),
        ("nеhir.example", "No. This only looks like ours."),
        ("@nehirdestekk", "No. This only looks like ours."),
        ("kotu.example", "No, this is not ours."),
        ("<script>alert(1)</script>", "No, this is not ours."),
    ],
)
def test_the_page_says_what_it_is(nehir, address, words):
    answer = Client().get(CHECK, {"address": address, "lang": "en"})
    assert words in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_who_asks_very_often_waits(nehir, monkeypatch):
    monkeypatch.setattr(limiting, "CHECKING", Limit("check", 1, limiting.CHECKING.window))
    assert Client().get(CHECK, {"address": "a.example"}).status_code == 200
    refused = Client().get(f"{CHECK[:-1]}.json", {"address": "a.example"})
    assert refused.status_code == 429
    assert "checked" not in refused.json()["content"]


def test_a_report_is_a_case_with_everything_that_was_sent(nehir):
    answer = Client().post(REPORT, GOOD | {"stamp": stamp()})
    case = Case.objects.get()
    assert case.number in answer.content.decode()
    assert (case.topic.code, case.kind, case.priority) == ("EMG-SEC", "emergency", 1)
    assert case.customer.email == "elif@posta.example"
    assert case.fields["impostor_address"] == "nehir-destek.com"
    assert case.fields["impostor_verdict"] == "lookalike"
    text = Message.objects.filter(case=case).order_by("id").first().text
    assert "nehir-destek.com" in text
    assert "Kartımı sordular." in text
    assert VaultItem.objects.get(source="impostor_report").state == VaultState.IN_CASE


def test_sent_twice_it_is_one_case(nehir):
    once = stamp()
    for _ in range(2):
        assert Client().post(REPORT, GOOD | {"stamp": once}).status_code == 200
    assert Case.objects.count() == 1
    Client().post(REPORT, GOOD | {"stamp": stamp()})
    assert Case.objects.count() == 2


def test_nobody_needs_to_say_who_she_is(nehir):
    answer = Client().post(REPORT, {"address": "@nehir", "story": "Sahte hesap.", "stamp": stamp()})
    assert answer.status_code == 200
    assert Case.objects.get().customer.email == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": " "},
        {"story": ""},
        {"email": "elif"},
        {"stamp": "x"},
        {"stamp": ""},
        {"website": "http://x"},
    ],
)
def test_what_is_wrong_is_asked_again_with_everything_typed(nehir, wrong):
    answer = Client().post(REPORT, GOOD | {"stamp": stamp()} | wrong)
    assert answer.status_code == 422
    assert (wrong.get("story", "Kartımı sordular.")) in answer.content.decode()
    assert not Case.objects.exists()


def test_a_person_who_fell_into_the_trap_says_so(nehir):
    sent = GOOD | {"stamp": stamp(), "website": "http://x", "person": "yes"}
    assert Client().post(REPORT, sent).status_code == 200
    assert Case.objects.exists()


def test_a_flood_of_reports_waits(nehir, monkeypatch):
    monkeypatch.setattr(limiting, "REPORTING", Limit("report", 0, limiting.REPORTING.window))
    answer = Client().post(REPORT, GOOD | {"stamp": stamp()})
    assert answer.status_code == 429
    assert "Kartımı sordular." in answer.content.decode()


def test_what_cannot_become_a_case_lies_in_the_vault(nehir, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("muhatap.channels.operations.receive", fail)
    assert Client().post(REPORT, GOOD | {"stamp": stamp()}).status_code == 503
    assert VaultItem.objects.get().state != VaultState.IN_CASE


def test_without_a_topic_for_it_nothing_is_offered():
    text = NEHIR.replace("    impostor_topic: EMG-SEC\n", "")
    charters.apply_charter(text=text, source="nehir.yaml", by=Actor.system("test"), at=timezone.now())
    assert Client().get(REPORT).status_code == 303
    assert "official/report" not in Client().get(CHECK).content.decode()
