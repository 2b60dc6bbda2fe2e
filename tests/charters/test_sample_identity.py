"""Identity documents in the samples: both sides of a card, and no proof of address that is too old."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from muhatap.channels.adapters.web_form.submission import read
from muhatap.charters.loading import load
from muhatap.topics.answers import Asked
from muhatap.topics.completeness import completeness_of
from muhatap.topics.questions import evidence_of, questions_of

CHARTERS = Path(__file__).parents[2] / "charters"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ASKED = Asked("tr", ZoneInfo("Europe/Istanbul"), AT)


@pytest.fixture(params=["nehir", "liman"])
def identity(request):
    text = (CHARTERS / f"{request.param}.yaml").read_text("utf-8")
    values = load(text, request.param).values
    return next(each for each in values["topics"] if each["code"] == "KYC")


def troubles(identity, given, sent):
    questions = [each for each in questions_of(identity["fields"], ["tr"]) if each.code != "submitted_on"]
    found = read(questions, evidence_of(identity["evidence"], ["tr"]), given, sent, ASKED)
    return {(each.name, each.code) for each in found.troubles}


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (90, True), (91, False), (400, False)])
def test_a_proof_of_address_is_ninety_days_old_at_most(identity, days, is_taken):
    day = (date(2026, 11, 23) - timedelta(days=days)).isoformat()
    given = {"document_type": "utility_bill", "document_dated_on": day, "file-back-reason": "Arka yüzü yok"}
    found = troubles(identity, given, {"documents": 1})
    assert {name for name, _ in found} == (set() if is_taken else {"document_dated_on"})


def test_each_side_of_a_card_is_sent_or_it_is_said_why_not(identity):
    card = {"document_type": "id_card", "document_dated_on-reason": "Kimlik gönderiyorum"}
    assert troubles(identity, card, {"documents": 1}) == {("file-back", "evidence")}
    assert troubles(identity, card, {"back": 1}) == {("file-documents", "evidence")}
    assert not troubles(identity, card, {"documents": 1, "back": 1})
    passport = card | {"document_type": "passport", "file-back-reason": "Pasaportta yok"}
    assert not troubles(identity, passport, {"documents": 1})


def test_a_passport_without_a_back_is_complete(identity):
    found = completeness_of(
        fields=identity["fields"],
        evidence=identity["evidence"],
        rule=identity["completeness"],
        answers={"document_type": "passport", "document_dated_on": {"absent": "Pasaport"}},
        sent={"documents"},
    )
    assert found.is_complete
