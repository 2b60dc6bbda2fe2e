"""A form as a whole: what is missing is named, and what is right becomes one message."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from muhatap.channels.adapters.web_form.submission import Circumstances, inbound_from, read
from muhatap.topics.answers import Asked
from muhatap.topics.questions import EvidenceItem, Question

ASKED = Asked("tr", ZoneInfo("Europe/Istanbul"), datetime(2026, 11, 20, 11, 20, tzinfo=UTC))
QUESTIONS = (
    Question(code="what", kind="long_text", label="Ne oldu?", required=True),
    Question(code="wanted", kind="long_text", label="Ne istiyorsunuz?"),
    Question(code="contact_email", kind="email", label="E-posta", required=True),
    Question(code="customer_number", kind="text", label="No"),
    Question(code="iban", kind="iban", label="IBAN", or_reason=True),
    Question(code="amount", kind="amount", label="Tutar", currencies=("TRY",)),
)
NEEDED = EvidenceItem(code="view", label="Ekran", required=True)
GOOD = {"what": "Gelmedi.\nHâlâ bekliyorum.", "wanted": "Gönderin", "contact_email": "e@posta.example"}


def around(**more) -> Circumstances:
    return Circumstances(
        brand_id=1,
        topic="PAY-WD",
        language="tr",
        received_at=ASKED.at,
        wanted_label="Ne istiyorsunuz?",
        **more,
    )


def test_every_trouble_is_named_at_once():
    submission = read(QUESTIONS, (NEEDED,), {"iban": "TR00", "contact_email": "e"}, {}, ASKED)
    named = {(each.name, each.code) for each in submission.troubles}
    assert named == {
        ("what", "required"),
        ("contact_email", "email"),
        ("iban", "iban"),
        ("file-view", "evidence"),
    }


def test_evidence_is_a_file_or_a_reason():
    assert not read(QUESTIONS, (NEEDED,), GOOD, {"view": 1}, ASKED).troubles
    excused = read(QUESTIONS, (NEEDED,), {**GOOD, "file-view-reason": "yok"}, {}, ASKED)
    assert not excused.troubles
    assert inbound_from(excused, QUESTIONS, around()).fields["evidence_absent"] == {"view": "yok"}


def test_the_message_carries_words_sender_and_fields():
    given = {**GOOD, "customer_number": "C-1", "amount": "1.234,56", "iban": "TR330006100519786457841326"}
    inbound = inbound_from(read(QUESTIONS, (), given, {}, ASKED), QUESTIONS, around(notices={"version": "1"}))
    assert inbound.text == "Gelmedi.\nHâlâ bekliyorum.\n\nNe istiyorsunuz?\nGönderin"
    assert inbound.subject == "Gelmedi."
    assert (inbound.sender.email, inbound.sender.account_no) == ("e@posta.example", "C-1")
    assert not inbound.sender.verified
    assert inbound.fields["amount"] == {"minor": 123456, "currency": "TRY"}
    assert inbound.sensitive == {"iban"}
    assert inbound.notices == {"version": "1"}
    assert "what" not in inbound.fields


def test_a_reason_instead_of_an_account_is_nothing_to_seal():
    inbound = inbound_from(
        read(QUESTIONS, (), {**GOOD, "iban-reason": "yok"}, {}, ASKED), QUESTIONS, around()
    )
    assert inbound.sensitive == frozenset()
    assert inbound.fields["iban"] == {"absent": "yok"}


def test_a_long_first_line_becomes_a_short_subject():
    inbound = inbound_from(
        read(QUESTIONS, (), {**GOOD, "what": "kelime " * 60}, {}, ASKED), QUESTIONS, around()
    )
    assert len(inbound.subject) <= 81
    assert inbound.subject.endswith("kelime…")
